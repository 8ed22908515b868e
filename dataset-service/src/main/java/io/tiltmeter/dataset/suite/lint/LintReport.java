package io.tiltmeter.dataset.suite.lint;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All defects found in a suite.
 *
 * @param rows how many items were checked
 * @param findings grouped by check, then in the order of rows
 * @param counts by check, in the order of the findings; a check that found nothing is not in it
 */
public record LintReport(int rows, List<Finding> findings, Map<String, Count> counts) {
    /**
     * @param severity of its findings
     * @param findings how many
     * @param rows how many different rows they concern
     */
    public record Count(Severity severity, int findings, int rows) {}

    static LintReport of(int rows, List<Finding> findings) {
        Map<String, Set<Integer>> rowsOfCheck = new LinkedHashMap<>();
        Map<String, Count> counts = new LinkedHashMap<>();
        for (Finding finding : findings) {
            Set<Integer> seen = rowsOfCheck.computeIfAbsent(finding.check(), check -> new HashSet<>());
            seen.addAll(finding.rows());
            counts.merge(
                    finding.check(),
                    new Count(finding.severity(), 1, seen.size()),
                    (before, one) -> new Count(one.severity(), before.findings() + 1, seen.size()));
        }
        return new LintReport(rows, List.copyOf(findings), counts);
    }

    /** Findings of one check. */
    public List<Finding> of(String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    /** How many findings are errors. */
    public long errors() {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .count();
    }
}
