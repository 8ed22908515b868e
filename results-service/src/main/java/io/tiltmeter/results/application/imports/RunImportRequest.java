package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Sha256;
import java.util.Locale;
import java.util.Optional;

/**
 * As which run a curve or labels are imported.
 *
 * @param runId the run, created if it does not exist
 * @param runName its short name; the id if absent
 * @param suite the short name of its knowledge-conflict suite
 * @param fileName the name of the file; blank if it was not sent
 * @param sameItems whether every checkpoint of a curve answered the same items; empty if the query says nothing
 * @param replace whether what was imported before under this id and suite is replaced
 */
public record RunImportRequest(
        String runId,
        Optional<String> runName,
        String suite,
        String fileName,
        Optional<Boolean> sameItems,
        boolean replace) {
    public static final String SUITE = "cf_imported";
    private static final int MAX_ID_LENGTH = 63;
    private static final int HASH_DIGITS = 8;

    /** An id of a name; the same name always gives the same id. */
    public static String idOf(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[^a-z0-9]+|-+$", "");
        return plain.isEmpty()
                ? "run-" + Sha256.of(name).substring(0, HASH_DIGITS)
                : plain.substring(0, Math.min(plain.length(), MAX_ID_LENGTH));
    }
}
