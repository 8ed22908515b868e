package io.tiltmeter.dataset.suite.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Leading, trailing and repeated spaces of conflict items: tokenizers see them. Benchmarks are not checked, since
 * spaces indent code there.
 */
final class UntidySpaces implements LintCheck {
    static final Pattern REPEATED = Pattern.compile("[ \\t\u00a0]{2,}");

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (!item.item().isConflict()) {
            return;
        }
        Map<String, String> texts = new TreeMap<>(Map.of(
                "context", item.item().context(),
                "question", item.item().question(),
                "context answer", item.item().contextAnswer(),
                "memory answer", item.item().memoryAnswer()));
        List<String> outer = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        texts.forEach((name, text) -> {
            if (!text.equals(text.strip())) {
                outer.add(name);
            }
            if (REPEATED.matcher(text.strip()).find()) {
                repeated.add(name);
            }
        });
        report("outer_spaces", item, outer, "begins or ends with spaces", found);
        report("repeated_spaces", item, repeated, "has two or more spaces in a row", found);
    }

    private static void report(String check, ReadItem item, List<String> texts, String what, Consumer<Finding> found) {
        if (!texts.isEmpty()) {
            found.accept(Finding.warning(check, item, String.join(" and ", texts) + " " + what, "fix removes them"));
        }
    }
}
