package io.tiltmeter.dataset.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A resource file of this package: sections headed {@code [name]}, lines under them, {@code #} before a comment. */
final class SectionedText {
    private final String resource;
    private final Map<String, List<String>> sections;

    private SectionedText(String resource, Map<String, List<String>> sections) {
        this.resource = resource;
        this.sections = sections;
    }

    static SectionedText read(String resource) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        try (BufferedReader lines = open(resource)) {
            List<String> section = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    section = new ArrayList<>();
                    sections.put(line.substring(1, line.length() - 1), section);
                } else if (!line.isBlank() && !line.startsWith("# ")) {
                    section.add(line.strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
        return new SectionedText(resource, sections);
    }

    /** The section's lines, in the file's order. */
    List<String> lines(String section) {
        List<String> lines = sections.get(section);
        if (lines == null || lines.isEmpty()) {
            throw new IllegalStateException(
                    resource + " has no lines in section [" + section + "]; it has " + sections.keySet());
        }
        return List.copyOf(lines);
    }

    /** The section's words, in the file's order. */
    List<String> words(String section) {
        return List.of(String.join(" ", lines(section)).split(" "));
    }

    private static BufferedReader open(String resource) {
        InputStream bytes = SectionedText.class.getResourceAsStream(resource);
        if (bytes == null) {
            throw new IllegalStateException(
                    "resource " + resource + " is missing from the package of " + SectionedText.class.getName());
        }
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }
}
