package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.application.PageRequest;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.dataset.persistence.LintedWith;
import java.util.List;
import java.util.Map;

/**
 * What lint found in a suite: all counts, and a page of the findings.
 *
 * @param suiteId the suite
 * @param settings what it was looked at with
 * @param rows how many items it has
 * @param errors findings that are errors
 * @param warnings findings that are warnings
 * @param checks counts by check
 * @param findings those that were asked for, grouped by check, then in the order of rows
 * @param total how many were asked for, on all pages
 * @param limit of this page
 * @param offset of this page
 */
public record LintResponse(
        String suiteId,
        LintedWith settings,
        int rows,
        long errors,
        long warnings,
        Map<String, LintDocument.Count> checks,
        List<LintDocument.Found> findings,
        long total,
        int limit,
        int offset) {
    /**
     * A page of a report.
     *
     * @param check the only one wanted; blank for all
     * @param severity error or warning; blank for both
     * @throws InvalidRequest if there is no such severity
     */
    static LintResponse of(LintDocument report, String check, String severity, PageRequest page) {
        String wantedSeverity = severity == null ? "" : severity.strip();
        String wantedCheck = check == null ? "" : check.strip();
        if (!wantedSeverity.isEmpty() && !LintDocument.SEVERITIES.contains(wantedSeverity)) {
            throw new InvalidRequest(List.of(new Fault(
                    "severity", wantedSeverity, "is not one of error, warning", "send one of these, or leave it out")));
        }
        List<LintDocument.Found> wanted = report.findings().stream()
                .filter(found -> wantedCheck.isEmpty() || found.check().equals(wantedCheck))
                .filter(found -> wantedSeverity.isEmpty() || found.severity().equals(wantedSeverity))
                .toList();
        return new LintResponse(
                report.suiteId(),
                report.settings(),
                report.rows(),
                report.errors(),
                report.warnings(),
                report.checks(),
                wanted.stream().skip(page.offset()).limit(page.limit()).toList(),
                wanted.size(),
                page.limit(),
                page.offset());
    }
}
