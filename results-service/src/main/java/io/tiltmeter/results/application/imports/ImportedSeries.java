package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.Sha256;
import java.util.Locale;
import java.util.Set;

/** What imported numbers are called where the house has a name for each series. */
final class ImportedSeries {
    /** The arm of numbers of which nobody said how the questions were put. */
    static final String ARM = "imported";

    /** The scorer of a conflict suite that somebody else judged. */
    static final String SCORER = "imported";

    private static final int HASH_DIGITS = 6;
    private static final int MAX_STEM_LENGTH = 50;

    private ImportedSeries() {}

    /**
     * An id of a name: the name itself if it can be one.
     *
     * @param taken ids that something else has
     */
    static String idOf(String name, Set<String> taken) {
        if (!taken.contains(name) && Id.FORM.matcher(name).matches()) {
            return name;
        }
        String stem =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-").replaceAll("^[^a-z0-9]+", "");
        return (stem.isEmpty() ? "task" : stem.substring(0, Math.min(stem.length(), MAX_STEM_LENGTH))) + "-"
                + Sha256.of(name).substring(0, HASH_DIGITS);
    }
}
