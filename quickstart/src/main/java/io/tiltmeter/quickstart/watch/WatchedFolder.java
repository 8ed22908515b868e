package io.tiltmeter.quickstart.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A trainer's output on this machine: a directory of checkpoints, or one model.
 *
 * @param path with links resolved
 */
public record WatchedFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CHECKPOINT = Pattern.compile("(?:checkpoint|step|epoch)[-_]?[0-9]{1,9}");
    private static final String ADAPTER = "adapter_config.json";
    private static final int LONGEST_ID = 63;

    /** @throws StartupException if it is no directory */
    public static WatchedFolder of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new StartupException(folder + " is no directory here: name the output folder of a training,"
                    + " one of its checkpoints, or a model in the Hugging Face layout.");
        }
        try {
            return new WatchedFolder(folder.toRealPath());
        } catch (IOException e) {
            throw new StartupException(folder + " cannot be read: " + e, e);
        }
    }

    /** A run's id of its name, or of the directory above if it is one checkpoint. */
    public String runId() {
        return asId(String.valueOf(root().getFileName()));
    }

    /** A name as the id of a run or a suite: of lower-case letters, digits, '.', '_' and '-'. */
    static String asId(String name) {
        String id =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[._-]+|-+$", "");
        return id.isEmpty() ? "unnamed" : id.substring(0, Math.min(LONGEST_ID, id.length()));
    }

    /** The directory that has to be readable to a service: of one checkpoint the one above, which may hold its tokenizer. */
    Path root() {
        return isCheckpoint(path) && path.getParent() != null ? path.getParent() : path;
    }

    /** Whether there is anything that could be evaluated, written to its end or not. */
    boolean hasModel() {
        return !models().isEmpty();
    }

    /** What {@code base_model_name_or_path} of its first adapter says; empty without an adapter. */
    Optional<String> baseName() {
        for (Path model : models()) {
            Path config = model.resolve(ADAPTER);
            if (Files.isRegularFile(config)) {
                try {
                    JsonNode name = JSON.readTree(config.toFile()).path("base_model_name_or_path");
                    return Optional.of(name.asText()).filter(text -> !text.isBlank());
                } catch (IOException unfinished) {
                    return Optional.empty(); // the service says what is wrong with it
                }
            }
        }
        return Optional.empty();
    }

    /** Differs whenever a file of a checkpoint came, grew or was written again. */
    String listing() {
        StringBuilder listing = new StringBuilder();
        for (Path folder :
                Stream.concat(models().stream(), Stream.of(path)).distinct().toList()) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    listing.append(file)
                            .append(' ')
                            .append(attributes.isDirectory() ? 0 : attributes.size())
                            .append(' ')
                            .append(attributes.isDirectory() ? 0 : attributes.lastModifiedTime())
                            .append('\n');
                }
            } catch (IOException | UncheckedIOException changedMeanwhile) {
                listing.append(folder).append(" is changing\n");
            }
        }
        return listing.toString();
    }

    private List<Path> models() {
        List<Path> models = new ArrayList<>();
        try (Stream<Path> entries = Files.list(path)) {
            entries.filter(entry -> Files.isDirectory(entry) && isCheckpoint(entry))
                    .sorted()
                    .forEach(models::add);
        } catch (IOException | UncheckedIOException e) {
            throw new StartupException(path + " cannot be listed: " + e, e);
        }
        if (Files.exists(path.resolve("config.json")) || Files.exists(path.resolve(ADAPTER))) {
            models.add(path);
        }
        return models;
    }

    private static boolean isCheckpoint(Path folder) {
        return CHECKPOINT.matcher(String.valueOf(folder.getFileName())).matches();
    }
}
