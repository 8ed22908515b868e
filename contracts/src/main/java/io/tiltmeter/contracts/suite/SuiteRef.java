package io.tiltmeter.contracts.suite;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Id;
import java.util.regex.Pattern;

/**
 * A suite that is ready to be scored: its name and its items, one {@link SuiteItem} a line.
 *
 * @param suiteId such as {@code lab-conflict-20}
 * @param kind which accuracies it yields
 * @param task its short name in charts and metrics, such as {@code cf_lab} or {@code closed_book}
 * @param itemCount how many items there are
 * @param items JSON lines; the hash is the suite's version
 */
public record SuiteRef(String suiteId, SuiteKind kind, String task, int itemCount, ArtifactRef items) {
    private static final Pattern VERSION = Pattern.compile("\\.v[0-9]{1,9}$");

    public SuiteRef {
        Id.checked("suite id", suiteId);
        if (itemCount < 1) {
            throw new IllegalArgumentException(
                    "suite " + suiteId + " has " + itemCount + " items, and needs at least 1");
        }
    }

    /** The name that all versions of a suite have: {@code facts} of {@code facts.v2}; the id itself where it is no version's. */
    public static String nameOf(String suiteId) {
        return VERSION.matcher(suiteId).replaceFirst("");
    }

    /** The number of a version: 2 of {@code facts.v2}; 0 where the id is no version's. */
    public static int versionOf(String suiteId) {
        String name = nameOf(suiteId);
        return name.equals(suiteId) ? 0 : Integer.parseInt(suiteId.substring(name.length() + 2));
    }

    /** Whether a request means the suite of this id by an id, or by the name of all its versions. */
    public static boolean isMeantBy(String idOrName, String suiteId) {
        return suiteId.equals(idOrName) || nameOf(suiteId).equals(idOrName);
    }
}
