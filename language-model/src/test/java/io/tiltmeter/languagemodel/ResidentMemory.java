package io.tiltmeter.languagemodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as the kernel counts it. */
public final class ResidentMemory {

    private ResidentMemory() {}

    /** All resident pages, in KiB. */
    public static long allKib() {
        return read("VmRSS");
    }

    /** Resident pages that belong to no file, in KiB. */
    public static long ownKib() {
        return read("RssAnon");
    }

    private static long read(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("needs Linux's /proc", e);
        }
    }
}
