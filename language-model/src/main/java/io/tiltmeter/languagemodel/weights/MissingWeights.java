package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a folder holds in the place of weights that can be read, and what to do about it. */
final class MissingWeights {

    private static final String PICKLE_REMEDY =
            "load it where it is trusted and save it with save_pretrained(folder, safe_serialization=True)";

    /** Files and folders of distributed training, by the beginning or the end of their names. */
    private enum Parts {
        DEEPSPEED(
                "parts of a model that DeepSpeed wrote, one for each process",
                "run its zero_to_fp32.py with --safe_serialization on a machine where the files are trusted",
                "global_step",
                "zero_pp_rank_",
                "mp_rank_",
                "bf16_zero_pp_rank_",
                "zero_to_fp32.py"),
        FSDP(
                "parts of a model that FSDP wrote, one for each process",
                "merge them with 'accelerate merge-weights' on a machine where the files are trusted",
                "pytorch_model_fsdp",
                "fsdp_",
                "__0_0.distcp",
                ".metadata");

        private final String what;
        private final String remedy;
        private final List<String> names;

        Parts(String what, String remedy, String... names) {
            this.what = what;
            this.remedy = remedy;
            this.names = List.of(names);
        }

        private boolean includes(String name) {
            return names.stream().anyMatch(name::startsWith);
        }
    }

    private MissingWeights() {}

    /** The reason why a folder without safetensors cannot be read. */
    static UnsupportedModelException in(Path folder) throws IOException {
        for (String pickled : List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "consolidated.00.pth")) {
            if (Files.exists(folder.resolve(pickled))) {
                return new UnsupportedModelException(
                        folder.toString(),
                        "has " + pickled + " only, a pickle, which can run any code when it is read, and is refused",
                        PICKLE_REMEDY);
            }
        }
        for (Parts parts : Parts.values()) {
            Optional<String> name = first(folder, parts);
            if (name.isPresent()) {
                return new UnsupportedModelException(
                        folder.toString(),
                        "has " + parts.what + " (" + name.get() + "), and no whole one",
                        parts.remedy);
            }
        }
        return new UnsupportedModelException(
                folder.toString(), List.of("has neither " + WeightFiles.SINGLE_FILE + " nor " + WeightFiles.INDEX));
    }

    private static Optional<String> first(Path folder, Parts parts) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(parts::includes)
                    .sorted()
                    .findFirst();
        }
    }
}
