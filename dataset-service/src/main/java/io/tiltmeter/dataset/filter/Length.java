package io.tiltmeter.dataset.filter;

import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.filter.Prepared.Measure;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps rows of a certain length.
 *
 * @param part the texts whose total length counts
 * @param minCharacters the minimum, in Unicode code points
 * @param maxCharacters the most
 */
public record Length(RowPart part, long minCharacters, long maxCharacters) implements Filter {
    private static final int BINS = 24;

    public Length {
        if (minCharacters < 0 || minCharacters > maxCharacters) {
            throw new IllegalArgumentException("length from " + minCharacters + " to " + maxCharacters
                    + " characters holds no row: give 0 <= min_characters <= max_characters");
        }
    }

    @Override
    public String name() {
        return "length";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "part", part.label(),
                "min_characters", String.valueOf(minCharacters),
                "max_characters", String.valueOf(maxCharacters));
    }

    @Override
    public Prepared prepare(RowSource arriving) {
        Measure measure = new Measure(part.label() + "_characters", Histogram.doublingEdges(BINS), Optional.empty());
        return new Prepared(() -> this::judge, Optional.of(measure));
    }

    private Verdict judge(SourceRow row) {
        long characters = part.texts(row)
                .mapToLong(text -> text.codePointCount(0, text.length()))
                .sum();
        Verdict verdict = characters < minCharacters
                ? Verdict.removed(characters + " characters, fewer than " + minCharacters)
                : characters > maxCharacters
                        ? Verdict.removed(characters + " characters, more than " + maxCharacters)
                        : Verdict.kept(characters + " characters");
        return verdict.measuring(characters);
    }
}
