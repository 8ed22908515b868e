package io.tiltmeter.contracts.event;

import java.util.List;
import java.util.Optional;

/**
 * What a user says of a run: all of it in the event {@link RunAnnotated}, and what changes in {@code PATCH /api/v1/runs/{id}}.
 * Nothing is computed from it.
 *
 * @param name shown instead of the name of the run's request, 1 to 200 characters; empty for that one
 * @param tags at most 20, each once, in the order of the user
 * @param note at most 10,000 characters; empty without one
 * @param archived whether lists leave the run out
 */
public record RunAnnotation(Optional<String> name, List<String> tags, Optional<String> note, boolean archived) {
    /** Of a run that nobody annotated. */
    public static final RunAnnotation NONE = new RunAnnotation(Optional.empty(), List.of(), Optional.empty(), false);

    /** Of a tag, in characters. */
    public static final int MAX_TAG_LENGTH = 50;

    public static final int MAX_TAGS = 20;

    public RunAnnotation {
        name = name == null ? Optional.empty() : name;
        tags = List.copyOf(tags);
        note = note == null ? Optional.empty() : note;
    }
}
