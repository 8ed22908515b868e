package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.Imports.Imported;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes of instruction data next to Alpaca, messages, ShareGPT and SQuAD. */
class MoreShapesTest {
    private static final List<Turn> TWO_TURNS = List.of(new Turn(Role.USER, "u"), new Turn(Role.ASSISTANT, "a"));
    private static final String MESSAGES = "[{'role': 'user', 'content': 'u'}, {'role': 'assistant', 'content': 'a'}]";

    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void open() {
        imports = new Imports(folder);
    }

    private Imported imported(String content) {
        return imports.text(content.replace('\'', '"'));
    }

    @Test
    void dollyHasItsContextInAField() {
        Imported imported = imported("{'instruction': 'q', 'context': 'c', 'response': 'r', 'category': 'closed_qa'}\n"
                + "{'instruction': 'q', 'context': '', 'response': 'r', 'category': 'open_qa'}");
        assertEquals("dolly, json_lines", imported.version().format().text());
        assertEquals(1, imported.version().withContextCount());
        assertEquals("c", imported.rows().get(0).context());
        assertEquals("r", imported.rows().get(1).answer());
        assertEquals(
                imported.version().rowsSha256(),
                imports.text("instruction,context,response\nq,c,r\nq,,r\n")
                        .version()
                        .rowsSha256());
    }

    @Test
    void promptAndCompletionAreTextsOrMessages() {
        Imported texts = imported("{'prompt': 'u', 'completion': 'a'}");
        assertEquals("prompt_completion, json_lines", texts.version().format().text());
        assertEquals(TWO_TURNS, texts.rows().get(0).turns());
        Imported lists = imported("{'prompt': [{'role': 'system', 'content': 's'}, {'role': 'user', 'content': 'u'}],"
                + " 'completion': [{'role': 'assistant', 'content': 'a'}]}");
        assertEquals(TWO_TURNS, lists.rows().get(0).turns());
        assertEquals("s", lists.rows().get(0).system());
    }

    @Test
    void onlyTheCompletionIsLearnt() {
        Imported imported =
                imported("{'prompt': [{'role': 'user', 'content': 'x'}, {'role': 'assistant', 'content': 'y'},"
                        + " {'role': 'user', 'content': 'u'}], 'completion': [{'role': 'assistant', 'content': 'a'}]}");
        assertEquals(
                List.of(false, true, false, false),
                imported.rows().get(0).turns().stream().map(Turn::masked).toList());
    }

    @Test
    void ultraChatsTextsAlternate() {
        for (String content : List.of(
                "{'id': '7', 'data': ['u', 'a']}\n{'id': '8', 'data': ['u', 'a', 'v']}",
                "[{'id': '7', 'data': ['u', 'a']}, {'id': '8', 'data': ['u', 'a', 'v']}]")) {
            Imported imported = imported(content);
            assertTrue(imported.version().format().text().startsWith("ultrachat, json"));
            assertEquals(TWO_TURNS, imported.rows().get(0).turns());
            assertEquals("7", imported.rows().get(0).id());
            assertTrue(imported.version()
                    .firstRejected()
                    .get(0)
                    .reason()
                    .startsWith("data ends without an answer of the assistant"));
        }
    }

    @Test
    void aListCalledDataBesideMessagesIsNoDocument() {
        Imported imported = imported("{'data': ['web'], 'messages': " + MESSAGES + "}\n{'messages': " + MESSAGES + "}");
        assertEquals("messages, json_lines", imported.version().format().text());
        assertEquals(2, imported.version().rowCount());
    }

    @Test
    void messagesMayHaveTheNamesOfShareGptAndTheOtherWayRound() {
        String shareGpt = MESSAGES.replace("role", "from").replace("content", "value");
        assertEquals(
                TWO_TURNS,
                imported("{'messages': " + shareGpt + "}").rows().get(0).turns());
        assertEquals(
                TWO_TURNS,
                imported("{'conversations': " + MESSAGES + "}").rows().get(0).turns());
    }

    @Test
    void partsOfAMessageHaveATextOrAValue() {
        for (String member : List.of("text", "value")) {
            String parts = "[{'type': 'text', '" + member + "': 'u'}, {'type': 'text', '" + member + "': 'v'}]";
            Imported imported = imported("{'messages': " + MESSAGES.replace("'u'", parts) + "}");
            assertEquals("u\nv", imported.rows().get(0).question());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'a' | 3 | messages[1].content is not a text but number",
                "'a' | ' ' | messages[1].content is blank",
                "'a' | [{'type': 'text', 'text': 4}] | messages[1].content[0].text is not a text but number",
                "'a' | [{'type': 'image_url'}] | messages[1].content[0] has type \"image_url\": only texts can be learnt",
                "'a' | '\\u0000' | messages[1].content has NUL, U+0000, at character 1: remove it",
                "'assistant' | 7 | messages[1].role is not a text but number",
                "'assistant' | null | messages[1].role is missing or null",
                "'assistant' | 'tool' | messages[1].role \"tool\" is none of system, user (human), assistant (gpt)",
                "{'role': 'assistant', 'content': 'a'} | 'a' | messages[1] is not an object but string",
            })
    void reasonsNameTheTurnAndTheMember(String part, String replaced, String reason) {
        Imported imported =
                imported("{'messages': " + MESSAGES + "}\n{'messages': " + MESSAGES.replace(part, replaced) + "}");
        assertEquals(reason, imported.version().firstRejected().get(0).reason());
    }
}
