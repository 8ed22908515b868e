package io.tiltmeter.trainer.application;

import java.nio.file.Path;
import java.util.List;

/** Where the house's directories lie on this machine: nobody outside needs to know. */
final class Places {
    private final List<String> prefixes;

    Places(Path... directories) {
        this.prefixes = List.of(directories).stream()
                .map(directory -> directory.toAbsolutePath().normalize() + "/")
                .toList();
    }

    /** A sentence about files, with their paths below these directories. */
    String leftOutOf(String sentence) {
        String shorter = sentence;
        for (String prefix : prefixes) {
            shorter = shorter.replace(prefix, "");
        }
        return shorter;
    }
}
