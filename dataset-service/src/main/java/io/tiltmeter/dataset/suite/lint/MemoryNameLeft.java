package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.answertext.NormalisedText.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An unfinished substitution: the memory answer is gone from the context, but a part of it ("Shakespeare's big break") or
 * another known name of it is still there. Reviewers found this in the first CF_Bio. In a suite whose contexts mostly
 * keep the memory answer on purpose ("Kabul was destroyed"), the same is only a warning.
 */
final class MemoryNameLeft implements LintCheck {
    private final KnownNames knownNames;
    private final List<Left> left = new ArrayList<>();
    private int conflicts;
    private int whole;

    private record Left(int row, String check, String text) {}

    MemoryNameLeft(KnownNames knownNames) {
        this.knownNames = knownNames;
    }

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (item.context().isEmpty() || !item.item().isConflict()) {
            return;
        }
        conflicts++;
        if (standsWhole(item)) {
            whole++;
            return;
        }
        Optional<String> part = parts(item, NameParts.of(item.memoryAnswer()).stream());
        if (part.isPresent()) {
            leave("memory_part_in_context", item, "\"" + part.get() + "\", a part");
            return;
        }
        List<String> others = Stream.concat(
                        knownNames.of(item.item().memoryAnswer()).stream(), item.item().memoryAliases().stream())
                .toList();
        parts(item, others.stream().flatMap(MemoryNameLeft::nameAndParts))
                .ifPresent(name -> leave("memory_known_name_in_context", item, "\"" + name + "\", of another name"));
    }

    private static boolean standsWhole(ReadItem item) {
        return item.context().contains(item.memoryAnswer())
                || AnswerNames.of(item.item().memoryAnswer()).names().stream()
                        .anyMatch(name -> item.context().contains(NormalisedText.of(name)));
    }

    /** A name's last word alone is enough: first names are shared by many. */
    private static Stream<String> nameAndParts(String name) {
        NormalisedText normalised = NormalisedText.of(name);
        List<String> parts = NameParts.of(normalised);
        return Stream.of(parts.isEmpty() ? normalised.wordsOnly() : parts.get(parts.size() - 1));
    }

    private static Optional<String> parts(ReadItem item, Stream<String> parts) {
        Set<String> answer = new HashSet<>();
        item.contextAnswer().words().forEach(word -> answer.add(word.text()));
        List<Word> memory = item.memoryAnswer().words();
        if (memory.size() == 1) {
            answer.add(memory.get(0).text());
        }
        return parts.filter(part -> !answer.contains(part))
                .filter(part -> NameParts.appearsAsName(part, item.context()))
                .findFirst();
    }

    private void leave(String check, ReadItem item, String what) {
        String text = what + " of the memory answer \"" + item.item().memoryAnswer() + "\", is left in the context";
        left.add(new Left(item.row(), check, text));
    }

    @Override
    public void finish(Consumer<Finding> found) {
        Severity severity = 2 * whole > conflicts ? Severity.WARNING : Severity.ERROR;
        left.forEach(name -> found.accept(new Finding(
                name.check(),
                severity,
                List.of(name.row()),
                name.text(),
                "replace it as the rest of the name was replaced")));
    }
}
