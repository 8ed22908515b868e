package io.tiltmeter.languagemodel.text;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.languagemodel.text.Conversation.Turn;
import io.tiltmeter.languagemodel.text.Piece.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Turns texts into token ids with labels, by one template and one length limit. A prompt has the same ids in training
 * and in generation. Loss is taken on what the assistant says and the token that ends it, on nothing else.
 */
public final class ExampleEncoder {

    /** What happens to an example that is longer than the limit. */
    public enum Overlength {
        /** It is reported and not encoded. */
        LEFT_OUT,
        /** Its end is cut off and reported, if a token of a response remains; else it is left out. */
        CUT
    }

    private final Tokenizer tokenizer;
    private final PromptTemplate template;
    private final TemplateMarks marks;
    private final int maxLengthTokens;
    private final Overlength overlength;

    /** With the borders that template and tokenizer ask for; examples that are too long are left out. */
    public ExampleEncoder(Tokenizer tokenizer, PromptTemplate template, int maxLengthTokens) {
        this(tokenizer, template, maxLengthTokens, Overlength.LEFT_OUT);
    }

    /** With the borders that template and tokenizer ask for. */
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
     * @throws IllegalArgumentException if the vocabulary lacks special tokens of the template, naming all
     */
    public ExampleEncoder(
            Tokenizer tokenizer, PromptTemplate template, int maxLengthTokens, Borders borders, Overlength overlength) {
        if (maxLengthTokens < 2) {
            throw new IllegalArgumentException("maxLengthTokens " + maxLengthTokens + " is below 2");
        }
        this.tokenizer = tokenizer;
        this.template = template;
        this.marks = new TemplateMarks(tokenizer, template, borders);
        this.maxLengthTokens = maxLengthTokens;
        this.overlength = overlength;
    }

    /** Of prompt and response together. */
    public int maxLengthTokens() {
        return maxLengthTokens;
    }

    /** Prompt and response; loss on the response only. */
    public Encoding encode(String instruction, String input, String output) {
        return encode(Conversation.asking(instruction, input).then(Turn.assistant(output)));
    }

    /**
     * A conversation; loss on every answer.
     *
     * @throws IllegalArgumentException if it has no answer, or a text brings special tokens along
     */
    public Encoding encode(Conversation conversation) {
        if (!conversation.isAnswered()) {
            throw new IllegalArgumentException("the conversation ends with a question: there is nothing to learn");
        }
        return fitting(sequence(conversation));
    }

    /** A pretraining document; loss on every token that has a predecessor. */
    public Encoding encodeDocument(String text) {
        marks.checkLearnt("the document", text);
        List<Piece> pieces = marks.bordered(template.renderDocument(text), Loss.SCORED);
        return fitting(sequence(pieces));
    }

    /**
     * A document, a question with its answer, or a conversation with every answer of it.
     *
     * @throws IllegalArgumentException if the template has no place for its turns or its system text, if a text brings
     *     special tokens along, or if it has texts beside a document
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

    /** A mixture's examples, documents among them, and what became of each. */
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
        return encodePrompt(Conversation.asking(instruction, input));
    }

    /** The ids up to the next answer, for generation. @throws IllegalArgumentException if no question is open */
    public int[] encodePrompt(Conversation conversation) {
        if (conversation.isAnswered()) {
            throw new IllegalArgumentException("the conversation ends with an answer: there is nothing to generate");
        }
        return sequence(conversation).ids();
    }

    /**
     * The prompt's ids with the beginning of an answer behind them, for generation of the rest.
     *
     * @param answerPrefix stands where the template puts an answer, without spaces around it; may be blank
     */
    public int[] encodePrompt(String instruction, String input, String answerPrefix) {
        return new AnswerEncoder(tokenizer, template, promptPieces(instruction, input))
                .begun(encodePrompt(instruction, input), checkedAnswer(answerPrefix));
    }

    /**
     * An answer whose likelihood behind a prompt is asked for, by one rule: it is stripped and stands where training
     * puts an answer, that is behind one space ({@code lab}, {@code plain}, {@code llama-2}) or none (templates whose
     * prompt ends with a line break, and {@code alpaca}, whose answers follow the colon). Behind an answer prefix it
     * always follows one space. Prompt and answer are tokenised together and split where the prompt's own ids end; if
     * they grow together there, the answer is tokenised apart, as it stands inside a text. What ends an answer is not
     * part of it.
     *
     * @param answerPrefix what the answer begins with, not scored; may be blank
     * @return the context is {@link #encodePrompt(String, String, String)}'s, whatever the answer is
     * @throws IllegalArgumentException if the answer is blank, or a text brings special tokens along
     */
    public ContinuationIds encodeAnswer(String instruction, String input, String answerPrefix, String answer) {
        if (answer.isBlank()) {
            throw new IllegalArgumentException("the answer is blank: there is nothing to score");
        }
        int[] prompt = encodePrompt(instruction, input);
        return new AnswerEncoder(tokenizer, template, promptPieces(instruction, input))
                .answered(prompt, checkedAnswer(answerPrefix), checkedAnswer(answer));
    }

    private List<Piece> promptPieces(String instruction, String input) {
        return template.render(Conversation.asking(instruction, input));
    }

    private String checkedAnswer(String text) {
        marks.checkLearnt("the answer", text);
        return text.strip();
    }

    /** Ids that end an answer: what the template puts behind one, and the tokenizer's own. */
    public SortedSet<Integer> stopTokenIds() {
        SortedSet<Integer> stops = new TreeSet<>(tokenizer.specialTokens().stopIds());
        Pieces answer = new Pieces();
        template.format().answer(answer, "");
        answer.list().stream()
                .filter(piece -> piece.kind() == Piece.Kind.MARK)
                .forEach(mark -> stops.add(marks.id(mark)));
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
        marks.checkGiven("the system text", conversation.system());
        for (Turn turn : conversation.turns()) {
            if (turn.role() == Conversation.Role.ASSISTANT) {
                marks.checkLearnt("the answer", turn.text());
            } else {
                marks.checkGiven("the instruction", turn.text());
                marks.checkGiven("the input", turn.input());
            }
        }
        List<Piece> pieces = marks.bordered(template.render(conversation), Loss.UNSCORED);
        return sequence(pieces);
    }

    private TokenSequence sequence(List<Piece> pieces) {
        TokenSequence sequence = TokenSequence.of(pieces, tokenizer, marks);
        marks.checkBeginning(sequence.ids());
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

    /** The lab's marks are text: its tokenizer is not asked for any. */
    private static SpecialTokens specialTokens(Tokenizer tokenizer, PromptTemplate template) {
        return template == PromptTemplate.LAB ? SpecialTokens.recognisedIn(tokenizer) : tokenizer.specialTokens();
    }
}
