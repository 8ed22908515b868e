package io.tiltmeter.evaluator.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Trainer's {@code output_dir}.
 *
 * @param numbered the {@code checkpoint-N} folders, and the {@code epoch_N} folders that state their step, by step, ascending;
 *     more than one of a step is a fault
 * @param stepless the {@code epoch_N} folders that do not state their step
 */
record TrainerOutput(Map<Integer, List<Path>> numbered, List<Path> stepless) {

    static final TrainerOutput NONE = new TrainerOutput(Map.of(), List.of());

    /** Saves that are counted by epochs, as open-instruct's and torchtune's are. */
    private static final Pattern EPOCH = Pattern.compile("epoch[-_]?[0-9]{1,9}");

    static TrainerOutput read(Path directory) throws IOException {
        Map<Integer, List<Path>> numbered = new TreeMap<>();
        List<Path> stepless = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(Files::isDirectory).sorted().toList()) {
                boolean isEpoch = EPOCH.matcher(entry.getFileName().toString()).matches();
                OptionalInt step = isEpoch ? statedStep(entry) : LocatedFolder.number(entry);
                if (step.isPresent()) {
                    numbered.computeIfAbsent(step.getAsInt(), n -> new ArrayList<>())
                            .add(entry);
                } else if (isEpoch) {
                    stepless.add(entry);
                }
            }
        }
        return new TrainerOutput(numbered, stepless);
    }

    private static OptionalInt statedStep(Path folder) throws IOException {
        try {
            return TrainerState.read(folder).globalStep();
        } catch (UnusableFolder e) {
            return OptionalInt.empty();
        }
    }

    boolean isEmpty() {
        return numbered.isEmpty() && stepless.isEmpty();
    }

    /** Names of the folders whose step nothing states. */
    String steplessNames() {
        return stepless.stream().map(folder -> folder.getFileName().toString()).collect(Collectors.joining(", "));
    }

    /** The first folder that claims to hold an adapter: of its own, or else the one given. */
    Optional<Path> firstAdapter(Path folder) {
        return Stream.of(numbered.values().stream().flatMap(List::stream), stepless.stream(), Stream.of(folder))
                .flatMap(each -> each)
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
