package io.tiltmeter.languagemodel.text;

import java.util.Arrays;
import java.util.List;

/** Token ids of continuations whose likelihood after a context is scored. */
public final class ContinuationEncoder {

    private final Tokenizer tokenizer;
    private final int[] prefix;

    /** @param prefix ids before every context of {@link #encode}, such as a beginning-of-sequence token */
    public ContinuationEncoder(Tokenizer tokenizer, int... prefix) {
        this.tokenizer = tokenizer;
        this.prefix = prefix.clone();
    }

    /**
     * The rule of this project: the continuation is stripped and follows the context after exactly one space, whatever
     * spaces either had. Both are tokenised together and split where the ids of the context alone end; if a token spans that
     * point, the continuation is tokenised separately, as the inside of a text.
     *
     * @throws IllegalArgumentException if the continuation is blank, or context and prefix are both empty
     */
    public ContinuationIds encode(String context, String continuation) {
        if (continuation.isBlank()) {
            throw new IllegalArgumentException("the continuation is blank: there is nothing to score");
        }
        String before = withoutTrailingSpaces(context);
        int[] beforeIds = before.isEmpty() ? new int[0] : tokenizer.encode(before);
        int[] following = before.isEmpty()
                ? tokenizer.encode(continuation.strip())
                : TextBoundary.none(tokenizer).idsAfter(before, beforeIds, " " + continuation.strip());
        int[] contextIds = Arrays.copyOf(prefix, prefix.length + beforeIds.length);
        System.arraycopy(beforeIds, 0, contextIds, prefix.length, beforeIds.length);
        return new ContinuationIds(contextIds, following);
    }

    /**
     * A log-likelihood request as lm-evaluation-harness encodes it (its {@code _encode_pair}): spaces at the end of the
     * context move to the front of the continuation; the continuation's ids are those after as many ids as the context
     * alone has, even where a token spans the two; an empty context is the single prefix id.
     *
     * @param prefixTokenId the model's beginning or, where it has none, end token
     * @throws IllegalArgumentException if no id is left for the continuation
     */
    public ContinuationIds encodeAsHarness(String context, String continuation, int prefixTokenId) {
        return encodeAsHarness(context, List.of(continuation), prefixTokenId).get(0);
    }

    /** The same for several continuations of one context, which is tokenised only once. */
    public List<ContinuationIds> encodeAsHarness(String context, List<String> continuations, int prefixTokenId) {
        if (context.isEmpty()) {
            return continuations.stream()
                    .map(text -> new ContinuationIds(new int[] {prefixTokenId}, tokenizer.encode(text)))
                    .toList();
        }
        int[] beforeIds = tokenizer.encode(WhiteSpace.stripTrailing(context));
        return continuations.stream()
                .map(text -> {
                    int[] whole = tokenizer.encode(context + text);
                    int from = Math.min(beforeIds.length, whole.length);
                    return new ContinuationIds(beforeIds, Arrays.copyOfRange(whole, from, whole.length));
                })
                .toList();
    }

    private static String withoutTrailingSpaces(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
