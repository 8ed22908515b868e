package io.tiltmeter.languagemodel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTemplateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "chatml  ! {% for m in messages %}{{'<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n'}}{% endfor %}",
                "llama-3 ! {{ '<|start_header_id|>' + m['role'] + '<|end_header_id|>\\n\\n' + m['content'] | trim + '<|eot_id|>' }}",
                "llama-2 ! {{ bos_token + '[INST] ' + m['content'] + ' [/INST]' }}",
                "zephyr  ! {% if user %}{{ '<|user|>\\n' + m['content'] + eos_token }}{% else %}{{ '<|assistant|>\\n' + m['content'] + eos_token }}{% endif %}",
                "tulu    ! {% if user %}{{ '<|user|>\\n' + m['content'] + '\\n' }}{% else %}{{ '<|assistant|>\\n' + m['content'] + eos_token }}{% endif %}",
                "alpaca  ! {{ '### Instruction:\\n' + m['content'] + '\\n\\n### Response:\\n' }}",
                "''      ! {{ '<|user|>\\n' + m['content'] + '<|end|>\\n<|assistant|>\\n' }}",
                "''      ! {{ 'USER: ' + m['content'] + ' ASSISTANT:' }}",
            })
    void theFormatIsRecognisedByTheMarksOfItsTurns(String template, String jinja) {
        assertEquals(
                template.equals("''") ? Optional.empty() : Optional.of(PromptTemplate.named(template)),
                new ChatTemplate(jinja, ChatTemplate.FILE).prompts());
    }
}
