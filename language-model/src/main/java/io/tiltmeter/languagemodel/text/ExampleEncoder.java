package io.tiltmeter.languagemodel.text;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.languagemodel.text.Conversation.Turn;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Encodes texts as token ids with labels, by one template and one length limit. A prompt has the same ids in training
 * and in generation. Only answers that are not masked, and the tokens that end them, have loss.
 */
public final class ExampleEncoder {

    /** What is done with an example that is longer than the limit. */
    public enum Overlength {
        /** It is reported and not encoded. */
        LEFT_OUT,
        /** Its end is cut off and reported, if a token of a response remains; otherwise it is left out. */
        CUT
    }

    private final Tokenizer tokenizer;
    private final PromptTemplate template;
    private final TemplateTokens templateTokens;
    private final int maxLengthTokens;
    private final Overlength overlength;

    /** With {@link Borders#of} template and tokenizer; examples that are too long are left out. */
    public ExampleEncoder(Tokenizer tokenizer, PromptTemplate template, int maxLengthTokens) {
        this(tokenizer, template, maxLengthTokens, Overlength.LEFT_OUT);
    }

    /** With {@link Borders#of} template and tokenizer. */
    public ExampleEncoder(Tokenizer tokenizer, PromptTemplate template, int maxLengthTokens, Overlength overlength) {
        this(
                tokenizer,
                template,
                maxLengthTokens,
                Borders.of(template, specialTokens(tokenizer, template)),
                overlength);
    }

    /**
     * @param maxLengthTokens of prompt and response together, at least 2
     * @throws IllegalArgumentException naming all special tokens of the template that the vocabulary lacks
     */
    public ExampleEncoder(
            Tokenizer tokenizer, PromptTemplate template, int maxLengthTokens, Borders borders, Overlength overlength) {
        if (maxLengthTokens < 2) {
            throw new IllegalArgumentException("maxLengthTokens " + maxLengthTokens + " is below 2");
        }
        this.tokenizer = tokenizer;
        this.template = template;
        this.templateTokens = new TemplateTokens(tokenizer, template, borders);
        this.maxLengthTokens = maxLengthTokens;
        this.overlength = overlength;
    }

    /** Of prompt and response together. */
    public int maxLengthTokens() {
        return maxLengthTokens;
    }

    /** Prompt and response; loss on the response only. */
    public Encoding encode(String instruction, String input, String output) {
        return encode(Conversation.of(instruction, input).then(Turn.assistant(output)));
    }

    /**
     * A conversation; loss on every answer that is not masked.
     *
     * @throws IllegalArgumentException if it has no answer, or a text contains special tokens
     */
    public Encoding encode(Conversation conversation) {
        if (!conversation.isAnswered()) {
            throw new IllegalArgumentException("the conversation ends with a prompt: there is nothing to learn");
        }
        return fitting(sequence(conversation));
    }

    /** A pretraining document; loss on every token that has a predecessor. */
    public Encoding encodeDocument(String text) {
        templateTokens.checkDocument(text);
        return fitting(sequence(template.renderDocument(text), Loss.SCORED));
    }

    /**
     * A document, or a conversation with loss on every answer that is not masked.
     *
     * @throws IllegalArgumentException if the template does not support its turns or its system text, if a text contains
     *     special tokens, or if a document has an input or a system text
     */
    public Encoding encode(TrainingExample example) {
        if (!example.isDocument()) {
            return encode(Conversation.of(example));
        }
        if (!example.input().isBlank() || !example.system().isBlank()) {
            throw new IllegalArgumentException("the example has an input or a system text and no instruction: without"
                    + " one it is a document, which has nothing but its output");
        }
        return encodeDocument(example.output());
    }

    /** The examples of a mixture, documents included, with a report. */
    public EncodedExamples encodeAll(List<TrainingExample> examples) {
        List<EncodedExample> kept = new ArrayList<>();
        EncodingReport report = EncodingReport.EMPTY;
        for (int row = 0; row < examples.size(); row++) {
            Encoding encoding = encode(row, examples.get(row));
            report = report.with(encoding);
            if (!(encoding instanceof Encoding.TooLong)) {
                kept.add(encoding.orThrow());
            }
        }
        return new EncodedExamples(kept, report);
    }

    /** The prompt's ids, for generation. */
    public int[] encodePrompt(String instruction, String input) {
        return encodePrompt(Conversation.of(instruction, input));
    }

    /** The ids up to the next answer, for generation. @throws IllegalArgumentException if it ends with an answer */
    public int[] encodePrompt(Conversation conversation) {
        if (conversation.isAnswered()) {
            throw new IllegalArgumentException("the conversation ends with an answer: there is nothing to generate");
        }
        return sequence(conversation).ids();
    }

    /**
     * Where a context is among the ids of a prompt, by the characters of its tokens; a token that it shares with the text
     * around it belongs to it.
     *
     * @return empty if instruction and input do not contain it exactly once, or it is blank
     */
    public Optional<ContextSpan> findContext(String instruction, String input, String context) {
        String text = context.strip();
        return text.isEmpty()
                ? Optional.empty()
                : sequence(Conversation.of(instruction, input)).find(text);
    }

    /**
     * The ids of the prompt and of the prefix of an answer, for generation of the rest.
     *
     * @param answerPrefix written as the template writes an answer, without spaces around it; may be blank
     */
    public int[] encodePrompt(String instruction, String input, String answerPrefix) {
        return answers(instruction, input).withPrefix(encodePrompt(instruction, input), checkedAnswer(answerPrefix));
    }

    /**
     * An answer whose likelihood after a prompt is scored. It is stripped and written as in training: after one space
     * ({@code lab}, {@code plain}, {@code llama-2}) or none (templates whose prompt ends with a line break, and
     * {@code alpaca}, whose answers follow the colon). After an answer prefix there is always one space. Prompt and answer
     * are tokenised together and split where the prompt's own ids end; if a token spans that point, the answer is tokenised
     * separately, as the inside of a text. The tokens that end an answer are not part of it.
     *
     * @param answerPrefix what the answer begins with, not scored; may be blank
     * @return its context is that of {@link #encodePrompt(String, String, String)}, whatever the answer is
     * @throws IllegalArgumentException if the answer is blank, or a text contains special tokens
     */
    public ContinuationIds encodeAnswer(String instruction, String input, String answerPrefix, String answer) {
        if (answer.isBlank()) {
            throw new IllegalArgumentException("the answer is blank: there is nothing to score");
        }
        int[] prompt = encodePrompt(instruction, input);
        return answers(instruction, input).withAnswer(prompt, checkedAnswer(answerPrefix), checkedAnswer(answer));
    }

    private AnswerEncoder answers(String instruction, String input) {
        return new AnswerEncoder(
                tokenizer, templateTokens, template, template.render(Conversation.of(instruction, input)));
    }

    private String checkedAnswer(String text) {
        templateTokens.checkLearnt("the answer", text);
        return text.strip();
    }

    /** Ids that end an answer: the template's and the tokenizer's. */
    public SortedSet<Integer> stopTokenIds() {
        SortedSet<Integer> stops = new TreeSet<>(tokenizer.specialTokens().stopIds());
        Pieces answer = new Pieces();
        template.format().answer(answer, "");
        answer.list().stream()
                .filter(piece -> piece.kind() == Piece.Kind.SPECIAL)
                .forEach(token -> stops.add(templateTokens.id(token)));
        return stops;
    }

    private Encoding encode(int row, TrainingExample example) {
        try {
            return encode(example);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("row " + row + " (" + example.id() + "): " + e.getMessage(), e);
        }
    }

    private TokenSequence sequence(Conversation conversation) {
        templateTokens.checkGiven("the system text", conversation.system());
        for (Turn turn : conversation.turns()) {
            if (turn.role() == Conversation.Role.ASSISTANT) {
                templateTokens.checkLearnt("the answer", turn.text());
            } else {
                templateTokens.checkGiven("the instruction", turn.text());
                templateTokens.checkGiven("the input", turn.input());
            }
        }
        return sequence(template.render(conversation), Loss.UNSCORED);
    }

    private TokenSequence sequence(List<Piece> pieces, Loss firstLoss) {
        TokenSequence sequence =
                TokenSequence.of(templateTokens.bordered(pieces), tokenizer, templateTokens, firstLoss);
        templateTokens.checkBeginning(sequence.ids());
        return sequence;
    }

    private Encoding fitting(TokenSequence sequence) {
        int length = sequence.length();
        if (length <= maxLengthTokens) {
            return new Encoding.Fits(sequence.first(length));
        }
        if (overlength == Overlength.CUT) {
            EncodedExample cut = sequence.first(maxLengthTokens);
            if (cut.scoredTokens() > 0) {
                return new Encoding.Cut(cut, length);
            }
        }
        return new Encoding.TooLong(length, maxLengthTokens);
    }

    /** The lab's special tokens are words of its texts, and its tokenizer's files declare none. */
    private static SpecialTokens specialTokens(Tokenizer tokenizer, PromptTemplate template) {
        return template == PromptTemplate.LAB ? SpecialTokens.recognisedIn(tokenizer) : tokenizer.specialTokens();
    }
}
