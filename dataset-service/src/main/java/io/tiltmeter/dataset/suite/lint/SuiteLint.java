package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks for every defect of PAPER.md, section 2, in one pass over the items. */
public final class SuiteLint {
    private static final int LEAST_ROWS_OF_A_DESIGN = 20;

    private SuiteLint() {}

    /** The same items and settings give the same report. */
    public static LintReport lint(List<SuiteItem> items, LintSettings settings) {
        List<LintCheck> checks = checks(settings);
        Map<String, List<Finding>> found = new LinkedHashMap<>();
        for (int row = 0; row < items.size(); row++) {
            ReadItem item = ReadItem.of(row, items.get(row));
            checks.forEach(check -> check.look(item, finding -> add(found, finding)));
        }
        checks.forEach(check -> check.finish(finding -> add(found, finding)));
        return LintReport.of(
                items.size(),
                found.values().stream()
                        .flatMap(findings -> summarised(findings, items.size()).stream())
                        .toList());
    }

    /**
     * One finding instead of many where a check has a warning about every row by itself: the suite is made so, such as
     * prompts that contain the requested word, and the rows are not defects.
     */
    private static List<Finding> summarised(List<Finding> findings, int rows) {
        Finding first = findings.get(0);
        boolean isAboutRows = first.severity() == Severity.WARNING
                && findings.stream().allMatch(finding -> finding.rows().size() == 1);
        List<Integer> concerned = findings.stream()
                .flatMap(finding -> finding.rows().stream())
                .distinct()
                .sorted()
                .toList();
        if (!isAboutRows || rows < LEAST_ROWS_OF_A_DESIGN || concerned.size() < rows) {
            return findings;
        }
        return List.of(new Finding(
                first.check(),
                first.severity(),
                concerned,
                "all " + rows + " rows, so that the suite is made so; the first: " + first.text(),
                first.remedy()));
    }

    private static void add(Map<String, List<Finding>> found, Finding finding) {
        found.computeIfAbsent(finding.check(), check -> new ArrayList<>()).add(finding);
    }

    private static List<LintCheck> checks(LintSettings settings) {
        List<LintCheck> checks = new ArrayList<>(List.of(
                new ContextAnswerAbsent(),
                new MemoryAnswerInContext(),
                new MemoryNameLeft(settings.knownNames()),
                new OtherNameGiven(),
                new AnswersOverlap(),
                new AnswerInQuestion(),
                new NoteAsAnswer(),
                new RepeatedItems(),
                new SimilarItems(settings.nearDuplicateShare()),
                new RepeatedQuestions(),
                new ClusterStructure(),
                new FutureDated(settings.lastKnownYear()),
                new UnfittingPronouns(),
                new UntidySpaces(),
                new DamagedText()));
        settings.otherSuites().forEach(other -> checks.add(new SuiteOverlap(other)));
        return checks;
    }
}
