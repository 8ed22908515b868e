package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.suite.lint.Finding;
import io.tiltmeter.dataset.suite.lint.LintReport;
import io.tiltmeter.servicekit.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything lint found in a suite.
 *
 * @param suiteId the suite; blank in the file of a suite that was imported or repaired, which is written before it has an id
 * @param settings what it was linted with; other suites by their ids
 * @param rows how many items it has
 * @param errors findings that are errors
 * @param warnings findings that are warnings
 * @param checks counts by check
 * @param findings grouped by check, then in the order of rows
 */
public record LintDocument(
        String suiteId,
        SuiteLintRequest settings,
        int rows,
        long errors,
        long warnings,
        Map<String, Count> checks,
        List<Found> findings) {
    public static final List<String> SEVERITIES = List.of("error", "warning");
    private static final int MAX_ITEMS_PER_FINDING = 1000;

    /**
     * Of one check.
     *
     * @param severity error or warning
     * @param findings how many there are
     * @param rows how many different rows they concern
     */
    public record Count(String severity, int findings, int rows) {}

    /**
     * One finding.
     *
     * @param check that found it
     * @param severity error or warning
     * @param text what was found, with the words in question
     * @param remedy what to do
     * @param rowCount how many rows it concerns
     * @param items these rows; a thousand at most
     */
    public record Found(
            String check, String severity, String text, String remedy, int rowCount, List<Location> items) {}

    /**
     * Where something was found.
     *
     * @param row position in the suite, from 0
     * @param itemId the item there
     */
    public record Location(int row, String itemId) {}

    public static LintDocument of(String suiteId, SuiteLintRequest settings, LintReport report, List<SuiteItem> items) {
        Map<String, Count> checks = new LinkedHashMap<>();
        report.counts()
                .forEach((check, count) ->
                        checks.put(check, new Count(Json.name(count.severity()), count.findings(), count.rows())));
        return new LintDocument(
                suiteId,
                settings,
                report.rows(),
                report.errors(),
                report.findings().size() - report.errors(),
                checks,
                report.findings().stream().map(finding -> found(finding, items)).toList());
    }

    /** The same of the suite that has got this id. */
    public LintDocument of(String suite) {
        return new LintDocument(suite, settings, rows, errors, warnings, checks, findings);
    }

    private static Found found(Finding finding, List<SuiteItem> items) {
        List<Location> locations = finding.rows().stream()
                .limit(MAX_ITEMS_PER_FINDING)
                .map(row -> new Location(row, items.get(row).id()))
                .toList();
        return new Found(
                finding.check(),
                Json.name(finding.severity()),
                finding.text(),
                finding.remedy(),
                finding.rows().size(),
                locations);
    }
}
