package io.tiltmeter.quickstart.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the base of an adapter lies on this machine: in a folder, or in the cache of Hugging Face's hub. */
record BaseFolder(Path path) {

    /**
     * Finds what {@code --base} or {@code base_model_name_or_path} names.
     *
     * @param beside the output folder, from which relative names may begin
     * @param environment of this process
     */
    static Optional<BaseFolder> named(String name, Path beside, Map<String, String> environment) {
        List<Path> candidates = new ArrayList<>(List.of(Path.of(name), beside.resolve(name)));
        Optional.ofNullable(beside.getParent()).ifPresent(parent -> candidates.add(parent.resolve(name)));
        snapshot(hub(environment).resolve("models--" + name.replace("/", "--"))).ifPresent(candidates::add);
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate.resolve("config.json"))) {
                try {
                    return Optional.of(new BaseFolder(candidate.toRealPath()));
                } catch (IOException unreadable) {
                    // the next one
                }
            }
        }
        return Optional.empty();
    }

    /** The directory that has to be readable to a service: the files of a snapshot in the hub's cache are links to its blobs. */
    Path root() {
        Path snapshots = path.getParent();
        boolean isSnapshot = snapshots != null && snapshots.endsWith("snapshots") && snapshots.getParent() != null;
        return isSnapshot ? snapshots.getParent() : path;
    }

    private static Path hub(Map<String, String> environment) {
        if (environment.containsKey("HF_HUB_CACHE")) {
            return Path.of(environment.get("HF_HUB_CACHE"));
        }
        Path cache = environment.containsKey("XDG_CACHE_HOME")
                ? Path.of(environment.get("XDG_CACHE_HOME"))
                : Path.of(environment.getOrDefault("HOME", "."), ".cache");
        return Path.of(environment.getOrDefault(
                        "HF_HOME", cache.resolve("huggingface").toString()))
                .resolve("hub");
    }

    /** The revision that {@code main} was when it was fetched. */
    private static Optional<Path> snapshot(Path repository) {
        try {
            String revision = Files.readString(repository.resolve("refs/main")).strip();
            return Optional.of(repository.resolve("snapshots").resolve(revision));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }
}
