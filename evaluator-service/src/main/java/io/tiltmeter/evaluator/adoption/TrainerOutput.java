package io.tiltmeter.evaluator.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Trainer's {@code output_dir}.
 *
 * @param numbered the {@code checkpoint-N} folders by number, ascending; more than one of a number is a fault
 */
record TrainerOutput(Map<Integer, List<Path>> numbered) {

    static final TrainerOutput NONE = new TrainerOutput(Map.of());

    static TrainerOutput read(Path directory) throws IOException {
        Map<Integer, List<Path>> numbered = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
                LocatedFolder.number(entry)
                        .ifPresent(number -> numbered.computeIfAbsent(number, n -> new ArrayList<>())
                                .add(entry));
            }
        }
        return new TrainerOutput(numbered);
    }

    boolean isEmpty() {
        return numbered.isEmpty();
    }

    /** The first folder that claims to hold an adapter: of its own, or else the one given. */
    Optional<Path> firstAdapter(Path folder) {
        return Stream.concat(numbered.values().stream().flatMap(List::stream), Stream.of(folder))
                .filter(AdoptedFolder::isAdapter)
                .findFirst();
    }

    /** Whether there is nothing at all in a folder. */
    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
