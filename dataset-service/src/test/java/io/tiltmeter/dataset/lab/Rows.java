package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words, names and hashes of rows. */
final class Rows {
    private Rows() {}

    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.split(" ", -1));
    }

    static List<String> words(TrainingExample example) {
        return Stream.of(example.instruction(), example.input(), example.output())
                .flatMap(text -> words(text).stream())
                .toList();
    }

    static List<String> words(SuiteItem item) {
        return Stream.of(item.question(), item.context(), item.contextAnswer(), item.memoryAnswer())
                .flatMap(text -> words(text).stream())
                .toList();
    }

    static Set<String> names(LabWorld world, SubjectGroup... groups) {
        return world.subjects(groups).stream().map(Subject::name).collect(Collectors.toSet());
    }

    static String line(TrainingExample e) {
        return String.join("\t", e.id(), e.exampleClass().name(), e.instruction(), e.input(), e.output());
    }

    static String line(SuiteItem i) {
        return String.join(
                "\t",
                i.id(),
                i.clusterId(),
                i.context(),
                i.question(),
                i.contextAnswer(),
                i.memoryAnswer(),
                i.tags().toString());
    }

    static String sha256(Stream<String> lines) {
        MessageDigest digest = Sha256.newDigest();
        lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return Sha256.hex(digest);
    }
}
