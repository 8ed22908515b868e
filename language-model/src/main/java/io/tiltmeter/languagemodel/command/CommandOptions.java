package io.tiltmeter.languagemodel.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What stands behind {@code ./tiltmeter model}: a folder, a verb and options with one value each. */
final class CommandOptions {

    /** What a door does. */
    enum Verb {
        INFO("--adapter"),
        GENERATE(
                "--file",
                "--adapter",
                "--dtype",
                "--device",
                "--template",
                "--max-new-tokens",
                "--temperature",
                "--top-k",
                "--top-p",
                "--n",
                "--seed",
                "--stop"),
        SCORE("--file", "--adapter", "--dtype", "--device"),
        LOSS("--file", "--adapter", "--dtype", "--device", "--template");

        private final List<String> options;

        Verb(String... options) {
            this.options = List.of(options);
        }

        List<String> options() {
            return options;
        }

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String folder;
    private final Verb verb;
    private final Map<String, List<String>> values;

    private CommandOptions(String folder, Verb verb, Map<String, List<String>> values) {
        this.folder = folder;
        this.verb = verb;
        this.values = values;
    }

    /** @throws IllegalArgumentException naming everything that is wrong with the words */
    static CommandOptions parse(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException(
                    "a model folder and what to do with it are needed; there is: " + verbs());
        }
        Verb verb = Arrays.stream(Verb.values())
                .filter(known -> known.id().equals(words.get(1)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + words.get(1) + "\" is unknown; there is: " + verbs()));
        List<String> faults = new ArrayList<>();
        Map<String, List<String>> values = new HashMap<>();
        for (int at = 2; at < words.size(); at += 2) {
            String name = words.get(at);
            if (!verb.options.contains(name)) {
                faults.add("option " + name + " is unknown to " + verb.id() + "; there is: "
                        + String.join(", ", verb.options));
            } else if (at + 1 == words.size()) {
                faults.add("option " + name + " has no value");
            } else if (values.containsKey(name) && !name.equals("--stop")) {
                faults.add("option " + name + " is given twice");
            }
            if (at + 1 < words.size()) {
                values.computeIfAbsent(name, fresh -> new ArrayList<>()).add(words.get(at + 1));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new CommandOptions(words.get(0), verb, values);
    }

    private static String verbs() {
        return Arrays.stream(Verb.values()).map(Verb::id).collect(Collectors.joining(", "));
    }

    String folder() {
        return folder;
    }

    Verb verb() {
        return verb;
    }

    /** Every value of an option that can stand more than once. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> text(String name) {
        return all(name).stream().findFirst();
    }

    String text(String name, String absent) {
        return text(name).orElse(absent);
    }

    int whole(String name, int absent) {
        return Math.toIntExact(whole(name, (long) absent));
    }

    long whole(String name, long absent) {
        String text = text(name, Long.toString(absent));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("option " + name + " takes a whole number, not \"" + text + "\"", e);
        }
    }

    double number(String name, double absent) {
        String text = text(name, Double.toString(absent));
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("option " + name + " takes a number, not \"" + text + "\"", e);
        }
    }
}
