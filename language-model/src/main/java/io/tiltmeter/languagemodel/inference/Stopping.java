package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Decides whether an answer ends with the last chosen token. */
final class Stopping {

    private final Set<Integer> stopTokenIds;
    private final List<String> stopStrings;
    private final Function<int[], String> textOf;

    private Stopping(GenerationSettings settings, Function<int[], String> textOf) {
        this.stopTokenIds = settings.stopTokenIds();
        this.stopStrings = settings.stopStrings();
        this.textOf = textOf;
    }

    /** @throws IllegalArgumentException if there are stop strings, which need a tokenizer */
    static Stopping at(GenerationSettings settings) {
        if (!settings.stopStrings().isEmpty()) {
            throw new IllegalArgumentException("stop strings " + settings.stopStrings()
                    + " are searched in the text: pass the model's tokenizer as well");
        }
        return new Stopping(settings, ids -> "");
    }

    static Stopping at(GenerationSettings settings, Tokenizer tokenizer) {
        return new Stopping(settings, tokenizer::decode);
    }

    /**
     * @param ids of the answer, of which the first {@code length} are chosen
     * @return why the answer ends before its last token, if it does
     */
    Optional<FinishReason> after(int[] ids, int length) {
        int last = ids[length - 1];
        if (stopTokenIds.contains(last)) {
            return Optional.of(new FinishReason.StopToken(last));
        }
        return stopStrings.isEmpty() ? Optional.empty() : stopString(textOf.apply(Arrays.copyOf(ids, length)));
    }

    private Optional<FinishReason> stopString(String text) {
        int first = text.length();
        String found = "";
        for (String stop : stopStrings) {
            int at = text.indexOf(stop);
            if (at >= 0 && at < first) {
                first = at;
                found = stop;
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new FinishReason.StopString(found, text.substring(0, first)));
    }
}
