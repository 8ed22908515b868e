package io.tiltmeter.evaluator.adoption;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder below one of the {@link CheckpointDirectories}.
 *
 * @param path with every link resolved
 * @param name how the directories find it again: from one of them, or absolute where that would lead elsewhere
 */
public record LocatedFolder(Path path, String name) {
    /** {@code checkpoint-500} of Hugging Face's Trainer, {@code step_500} of open-instruct. */
    private static final Pattern NUMBERED = Pattern.compile("(?:checkpoint|step)[-_]([0-9]{1,9})");

    /** The step in the folder's name. */
    public OptionalInt number() {
        return number(path);
    }

    static OptionalInt number(Path folder) {
        Path name = folder.getFileName();
        return number(name == null ? "" : name.toString());
    }

    /** @param name of a folder, without those above it */
    static OptionalInt number(String name) {
        Matcher matcher = NUMBERED.matcher(name);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** The trainer's output directory: the folder above a numbered checkpoint, or this one. */
    public Path outputDirectory() {
        return number().isPresent() ? Optional.ofNullable(path.getParent()).orElse(path) : path;
    }
}
