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

/** A resource file of a package: sections headed {@code [name]}, lines under them, {@code #} before a comment. */
public final class SectionedText {
    private final String resource;
    private final Map<String, List<String>> sections;

    private SectionedText(String resource, Map<String, List<String>> sections) {
        this.resource = resource;
        this.sections = sections;
    }

    /** The resource beside a class. */
    public static SectionedText read(Class<?> home, String resource) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        try (BufferedReader lines = open(home, resource)) {
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

    /** Whether there is such a section. */
    public boolean has(String section) {
        return sections.containsKey(section);
    }

    /** The section's lines, in the file's order. */
    public List<String> lines(String section) {
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

    private static BufferedReader open(Class<?> home, String resource) {
        InputStream bytes = home.getResourceAsStream(resource);
        if (bytes == null) {
            throw new IllegalStateException(
                    "resource " + resource + " is missing from the package of " + home.getName());
        }
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }
}
