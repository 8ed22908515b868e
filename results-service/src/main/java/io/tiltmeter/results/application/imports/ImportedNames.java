package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.Sha256;
import java.util.Locale;
import java.util.Set;

/** Names of arm, scorer and suite for imported numbers, which come without them. */
final class ImportedNames {
    /** The arm of numbers that do not say how the model was prompted. */
    static final String ARM = "imported";

    static final String SCORER = "imported";

    private static final int HASH_DIGITS = 6;
    private static final int MAX_STEM_LENGTH = 50;

    private ImportedNames() {}

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
