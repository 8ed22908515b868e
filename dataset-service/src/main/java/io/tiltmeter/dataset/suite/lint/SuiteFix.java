package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.suite.CanonicalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Repairs what needs no judgement: spaces, notes and lists as answers, commas in answers, exact duplicates. A person must
 * decide the rest. A second fix changes nothing.
 */
public final class SuiteFix {
    private final List<SuiteItem> fixed = new ArrayList<>();
    private final List<Repair> repairs = new ArrayList<>();
    private final Map<List<Object>, String> firstIds = new HashMap<>();

    private SuiteFix() {}

    /** A repaired copy; the items themselves do not change. */
    public static FixedSuite fix(List<SuiteItem> items) {
        SuiteFix fix = new SuiteFix();
        for (int row = 0; row < items.size(); row++) {
            fix.add(row, items.get(row));
        }
        return new FixedSuite(fix.fixed, fix.repairs, CanonicalJson.version(fix.fixed));
    }

    private void add(int row, SuiteItem item) {
        SuiteItem repaired = item.isConflict() ? notes(row, spaces(row, item)) : item;
        String first = firstIds.putIfAbsent(RepeatedItems.texts(repaired), item.id());
        if (first == null) {
            fixed.add(repaired);
        } else {
            repairs.add(new Repair("duplicates", row, item.id(), "removed: it repeats " + first));
        }
    }

    private SuiteItem spaces(int row, SuiteItem item) {
        SuiteItem tidy = item.withTexts(
                tidy(item.context()), tidy(item.question()), tidy(item.contextAnswer()), tidy(item.memoryAnswer()));
        if (!tidy.equals(item)) {
            repairs.add(new Repair("spaces", row, item.id(), "removed leading, trailing and repeated spaces"));
        }
        return tidy;
    }

    private static String tidy(String text) {
        return UntidySpaces.REPEATED.matcher(text.strip()).replaceAll(" ");
    }

    private SuiteItem notes(int row, SuiteItem item) {
        Optional<AnswerNames> context = repaired(item.contextAnswer());
        Optional<AnswerNames> memory = repaired(item.memoryAnswer());
        if (context.isEmpty() && memory.isEmpty()) {
            return item;
        }
        String contextAnswer = context.map(names -> names.names().get(0)).orElse(item.contextAnswer());
        String memoryAnswer = memory.map(names -> names.names().get(0)).orElse(item.memoryAnswer());
        SuiteItem repaired = item.withTexts(item.context(), item.question(), contextAnswer, memoryAnswer)
                .withAliases(
                        aliases(item.contextAliases(), context, contextAnswer),
                        aliases(item.memoryAliases(), memory, memoryAnswer));
        if (repaired.equals(item)) {
            return item;
        }
        context.ifPresent(names -> addRepair(row, item, item.contextAnswer(), names));
        memory.ifPresent(names -> addRepair(row, item, item.memoryAnswer(), names));
        return repaired;
    }

    /** The names in the answer; empty if it needs no repair, or contains no name. */
    private static Optional<AnswerNames> repaired(String answer) {
        AnswerNames names = AnswerNames.of(answer);
        if (names.hasNotes()) {
            return names.names().isEmpty() ? Optional.empty() : Optional.of(names);
        }
        return NoteAsAnswer.beforeComma(answer).map(start -> new AnswerNames(List.of(answer, start), true));
    }

    private static List<String> aliases(List<String> before, Optional<AnswerNames> names, String answer) {
        Set<String> aliases = new LinkedHashSet<>(before);
        names.ifPresent(found -> aliases.addAll(found.names()));
        aliases.remove(answer);
        return List.copyOf(aliases);
    }

    private void addRepair(int row, SuiteItem item, String before, AnswerNames names) {
        List<String> aliases = names.names().subList(1, names.names().size());
        repairs.add(new Repair(
                "notes",
                row,
                item.id(),
                before.equals(names.names().get(0))
                        ? "\"" + before + "\" got the aliases " + aliases
                        : "\"" + before + "\" became \"" + names.names().get(0) + "\""
                                + (aliases.isEmpty() ? "" : " with the aliases " + aliases)));
    }
}
