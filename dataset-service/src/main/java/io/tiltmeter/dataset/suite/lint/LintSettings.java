package io.tiltmeter.dataset.suite.lint;

import java.util.List;

/**
 * The settings of a lint.
 *
 * @param lastKnownYear the last year that the models know; a context that mentions a later one is future-dated
 * @param nearDuplicateShare share of common three-word runs (Jaccard, in (0, 1]) from which texts are near duplicates
 * @param knownNames other names of people
 * @param otherSuites to compare with
 */
public record LintSettings(
        int lastKnownYear, double nearDuplicateShare, KnownNames knownNames, List<OtherSuite> otherSuites) {
    /** The last year that the pretraining texts of the paper's models (PAPER.md, section 3) can have reached. */
    public static final int LAST_YEAR_OF_THE_MODELS = 2023;

    private static final double NEAR = 0.8;

    public LintSettings {
        if (!(nearDuplicateShare > 0 && nearDuplicateShare <= 1)) {
            throw new IllegalArgumentException(
                    "nearDuplicateShare " + nearDuplicateShare + " is outside (0, 1]: 0.8 finds rewordings");
        }
        otherSuites = List.copyOf(otherSuites);
    }

    /** 2023, 0.8, the built-in names, no other suite. */
    public static LintSettings standard() {
        return new LintSettings(LAST_YEAR_OF_THE_MODELS, NEAR, KnownNames.builtIn(), List.of());
    }

    public LintSettings withLastKnownYear(int year) {
        return new LintSettings(year, nearDuplicateShare, knownNames, otherSuites);
    }

    public LintSettings withKnownNames(KnownNames names) {
        return new LintSettings(lastKnownYear, nearDuplicateShare, names, otherSuites);
    }

    public LintSettings withOtherSuites(List<OtherSuite> others) {
        return new LintSettings(lastKnownYear, nearDuplicateShare, knownNames, others);
    }
}
