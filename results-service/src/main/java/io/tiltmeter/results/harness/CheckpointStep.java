package io.tiltmeter.results.harness;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The optimizer step in the name of a checkpoint. */
public final class CheckpointStep {
    /** {@code revision=step512}, {@code 70m_step512.json}, {@code checkpoint-500}, {@code global_step1000}. */
    private static final Pattern NAMED =
            Pattern.compile("(?<![A-Za-z])(?:global[_-]?step|step|checkpoint|ckpt)[-_=]?(\\d{1,9})(?!\\d)");

    private CheckpointStep() {}

    /** The last step in a name; empty if there is none. */
    public static OptionalInt in(String name) {
        Matcher matcher = NAMED.matcher(name);
        OptionalInt last = OptionalInt.empty();
        while (matcher.find()) {
            last = OptionalInt.of(Integer.parseInt(matcher.group(1)));
        }
        return last;
    }
}
