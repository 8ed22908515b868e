package io.tiltmeter.endtoend.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image file's instructions.
 *
 * @param instructions one a line, continued lines joined, comments left out
 */
record ImageFile(List<String> instructions) {
    private static final Pattern ASSIGNED = Pattern.compile("([A-Z_]+)=(\"[^\"]*\"|\\S+)");

    static ImageFile read(String path) {
        List<String> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : Repository.read(path).lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean continues = line.endsWith("\\");
            open.append(continues ? line.substring(0, line.length() - 1) : line);
            if (!continues) {
                instructions.add(open.toString().strip().replaceAll("\\s+", " "));
                open.setLength(0);
            }
        }
        return new ImageFile(instructions);
    }

    /** The sources of every COPY, for this value of the argument SERVICE. */
    List<String> copied(String service) {
        return instructions.stream()
                .filter(instruction -> instruction.startsWith("COPY "))
                .map(instruction -> instruction.split(" ")[1].replace("${SERVICE}", service))
                .toList();
    }

    Set<String> environmentNames() {
        Set<String> names = new TreeSet<>();
        instructions.stream()
                .filter(instruction -> instruction.startsWith("ENV "))
                .forEach(instruction -> {
                    Matcher assigned = ASSIGNED.matcher(instruction);
                    while (assigned.find()) {
                        names.add(assigned.group(1));
                    }
                });
        return names;
    }

    /** The last USER; root where there is none. */
    String user() {
        return instructions.stream()
                .filter(instruction -> instruction.startsWith("USER "))
                .map(instruction -> instruction.substring("USER ".length()))
                .reduce((first, last) -> last)
                .orElse("root");
    }
}
