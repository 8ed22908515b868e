package io.tiltmeter.dataset.suite;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a suite.
 *
 * @param path where it lies
 * @param name what its sender calls it, such as {@code abstract_algebra_test.csv}; empty if that is not known
 */
public record SuiteFile(Path path, String name) {
    /** The released MMLU is a file for each subject and split, and says the subject nowhere else. */
    private static final Pattern OF_SUBJECT = Pattern.compile("([a-z][a-z_]*[a-z])_(test|val|dev)\\.csv");

    /** The subject that the name of a file of MMLU says. */
    Optional<String> subject() {
        Matcher known = OF_SUBJECT.matcher(name);
        return known.matches() ? Optional.of(known.group(1)) : Optional.empty();
    }
}
