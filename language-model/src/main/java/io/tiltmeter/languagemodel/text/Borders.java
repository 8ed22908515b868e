package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.ConversationFormat.Owner;
import io.tiltmeter.languagemodel.text.SpecialTokens.Adds;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the tokenizer's beginning and end token (bos, eos) are added to an example. Each of them comes from exactly one
 * of these: this setting, the template, the text itself.
 *
 * @param beginning before the first token of a conversation; before that of a document too, unless the format leaves that to
 *     the tokenizer
 * @param end after the last answer or the document; the model learns it there
 */
public record Borders(Border beginning, Border end) {

    /** One end of an example. */
    public enum Border {
        /** The token is added; a text that contains it already is refused. */
        ADDED,
        /** Nothing is added. */
        NOT_ADDED
    }

    /**
     * The setting for a template and a tokenizer. The end token is added unless the template writes its own. The beginning
     * token is part of {@code llama-2} and {@code llama-3}; {@code tulu}, {@code zephyr} and {@code chatml} have it where the
     * tokenizer's own chat template writes it ({@link SpecialTokens#chatTemplate}), as {@code apply_chat_template} does; with
     * other templates it is added if the tokenizer adds it to texts ({@link SpecialTokens#addsBeginning}).
     */
    public static Borders of(PromptTemplate template, SpecialTokens tokens) {
        Border beginning = switch (template.format().beginning()) {
            case FORMAT -> Border.ADDED;
            case TEXT -> Border.NOT_ADDED;
            case CHAT_TEMPLATE ->
                tokens.chatTemplate().filter(ChatTemplate::writesBeginning).isPresent()
                        ? Border.ADDED
                        : Border.NOT_ADDED;
            case CALLER -> tokens.addsBeginning() == Adds.YES ? Border.ADDED : Border.NOT_ADDED;
        };
        return new Borders(beginning, template.format().end() == Owner.TEXT ? Border.NOT_ADDED : Border.ADDED);
    }

    /** Why these borders are impossible with this template. */
    List<String> faults(PromptTemplate template) {
        List<String> faults = new ArrayList<>();
        if (template.format().beginning() == Owner.FORMAT && beginning == Border.NOT_ADDED) {
            faults.add("template '" + template.id() + "' begins with the beginning-of-sequence token: it cannot be left"
                    + " out");
        }
        if (template.format().end() == Owner.FORMAT && end == Border.NOT_ADDED) {
            faults.add(
                    "template '" + template.id() + "' ends every answer with a special token: it cannot be left out");
        }
        return faults;
    }
}
