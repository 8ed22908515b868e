package io.tiltmeter.evaluator.scorer;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One generated text put to a judge, with the item's answers in an order that the seed decides. */
public final class JudgeQuestion {
    private final SuiteItem item;
    private final String generated;
    private final boolean contextFirst;

    private JudgeQuestion(SuiteItem item, String generated, boolean contextFirst) {
        this.item = item;
        this.generated = generated;
        this.contextFirst = contextFirst;
    }

    /**
     * The question about a text.
     *
     * @param seed with the item's id it decides which answer is A
     * @throws IllegalArgumentException if the item has not both answers
     */
    public static JudgeQuestion of(SuiteItem item, String generated, long seed) {
        if (!item.isConflict()) {
            throw new IllegalArgumentException("item " + item.id() + " has not both answers: a judge compares two");
        }
        byte[] hash = sha256(List.of(Long.toString(seed), item.id()));
        return new JudgeQuestion(item, generated, (hash[0] & 1) == 0);
    }

    /** What the judge is told first. */
    public String system() {
        return JudgePrompt.SYSTEM;
    }

    /** The text and the candidates. */
    public String user() {
        return JudgePrompt.user(generated, first(), second());
    }

    /**
     * Under which a reply may be kept: equal questions to one model have one key.
     *
     * @param model the judge's
     * @return SHA-256 of the prompt's version, the model, the text and both answers in their order, in hex
     */
    public String key(String model) {
        return HexFormat.of()
                .formatHex(sha256(List.of(Integer.toString(JudgePrompt.VERSION), model, generated, first(), second())));
    }

    /** What the judge's choice says about the text. */
    public JudgedAnswer judged(JudgeChoice choice) {
        boolean first = choice == JudgeChoice.A || choice == JudgeChoice.BOTH;
        boolean second = choice == JudgeChoice.B || choice == JudgeChoice.BOTH;
        return new JudgedAnswer(
                generated,
                contextFirst ? first : second,
                contextFirst ? second : first,
                Optional.empty(),
                Optional.empty());
    }

    /** Neither flag, because nothing could be read. */
    JudgedAnswer unread() {
        return new JudgedAnswer(generated, false, false, Optional.empty(), Optional.empty());
    }

    private String first() {
        return contextFirst ? item.contextAnswer() : item.memoryAnswer();
    }

    private String second() {
        return contextFirst ? item.memoryAnswer() : item.contextAnswer();
    }

    /** Of the texts with their lengths, so that no two lists are hashed alike. */
    private static byte[] sha256(List<String> texts) {
        MessageDigest digest = Sha256.newDigest();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return digest.digest();
    }
}
