package io.tiltmeter.languagemodel.text;

import io.tiltmeter.languagemodel.text.ConversationFormat.Turns;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How an instruction, its input and the answer are written as text for the model; {@code docs/templates.md}. */
public enum PromptTemplate {
    /** The lab study's instruction format, over its word-level vocabulary; loss on the answer and {@code <eos>}. */
    LAB("lab", new LabFormat()),
    /** Pretraining documents and raw prompts. */
    PLAIN("plain", new PlainFormat()),
    /** Stanford Alpaca's two prompts, with and without input. */
    ALPACA("alpaca", new AlpacaFormat()),
    /** TULU's headers in plain text. */
    TULU("tulu", new TuluFormat()),
    /** Zephyr's headers in plain text, also used to train on UltraChat. */
    ZEPHYR("zephyr", new ZephyrFormat()),
    /** Llama 2's instruction brackets. */
    LLAMA_2("llama-2", new Llama2Format()),
    /** Llama 3's header tokens. */
    LLAMA_3("llama-3", new Llama3Format()),
    /** ChatML's turn tokens. */
    CHATML("chatml", new ChatMlFormat());

    private static final String ULTRACHAT = "ultrachat";

    private final String id;
    private final ConversationFormat format;

    PromptTemplate(String id, ConversationFormat format) {
        this.id = id;
        this.format = format;
    }

    /** The template's name in requests and files. */
    public String id() {
        return id;
    }

    /**
     * Finds a template; {@code ultrachat} is another name of {@code zephyr}.
     *
     * @throws IllegalArgumentException listing the known names
     */
    public static PromptTemplate named(String id) {
        return Arrays.stream(values())
                .filter(template -> template.id.equals(id.equals(ULTRACHAT) ? ZEPHYR.id : id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("template '" + id + "' is unknown; known: "
                        + Arrays.stream(values()).map(PromptTemplate::id).collect(Collectors.joining(", "))
                        + " (and " + ULTRACHAT + ", which is " + ZEPHYR.id + ")"));
    }

    /**
     * A conversation as text, with special tokens: what the token ids of {@link ExampleEncoder} mean.
     *
     * @param tokens with the beginning and end token
     * @throws IllegalArgumentException if the format does not support its turns or its system text
     */
    public String text(Conversation conversation, SpecialTokens tokens) {
        return render(conversation).stream()
                .map(piece -> switch (piece.kind()) {
                    case TEXT, SPECIAL -> piece.text();
                    case BEGINNING -> tokens.beginning().map(SpecialToken::text).orElse("");
                    case END -> tokens.end().map(SpecialToken::text).orElse("");
                })
                .collect(Collectors.joining());
    }

    /**
     * The template with {@code {instruction}}, {@code {input}} and {@code {answer}} in place of texts, and {@code {bos}} and
     * {@code {eos}} for a tokenizer's own tokens. It differs between templates and does not depend on the tokenizer.
     */
    public String outline() {
        Conversation outline =
                Conversation.of("{instruction}", "{input}").then(Conversation.Turn.assistant("{answer}"));
        return render(outline).stream()
                .map(piece -> switch (piece.kind()) {
                    case TEXT, SPECIAL -> piece.text();
                    case BEGINNING -> "{bos}";
                    case END -> "{eos}";
                })
                .collect(Collectors.joining());
    }

    List<Piece> render(Conversation conversation) {
        List<String> faults = new ArrayList<>();
        if (format.turns() == Turns.ONE && conversation.rounds() > 1) {
            faults.add("it has one prompt and one answer, not "
                    + conversation.turns().size() + " turns");
        }
        if (format.turns() == Turns.ONE && !conversation.system().isBlank()) {
            faults.add("it has no system text");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("template '" + id + "' does not fit the conversation: "
                    + String.join("; ", faults) + "; templates with turns: "
                    + Arrays.stream(values())
                            .filter(template -> template.format.turns() == Turns.MANY)
                            .map(PromptTemplate::id)
                            .collect(Collectors.joining(", ")));
        }
        return format.render(conversation);
    }

    List<Piece> renderDocument(String text) {
        Pieces out = new Pieces().from(Loss.SCORED);
        format.document(out, text);
        return out.list();
    }

    ConversationFormat format() {
        return format;
    }
}
