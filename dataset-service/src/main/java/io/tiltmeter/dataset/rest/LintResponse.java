package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * What lint found in a suite: all counts, and a page of the findings.
 *
 * @param report with the findings of this page; in JSON its fields are those of the response
 * @param total how many were requested, on all pages
 * @param limit of this page
 * @param offset of this page
 */
public record LintResponse(@JsonUnwrapped LintDocument report, long total, int limit, int offset) {
    /** Which findings are wanted. */
    public static class Selection {
        @Parameter(description = "Findings of this check only", example = "exact_duplicate")
        @QueryParam("check")
        String check;

        @Parameter(description = "error or warning", example = "error")
        @QueryParam("severity")
        String severity;
    }

    /**
     * A page of a report.
     *
     * @throws InvalidRequest if there is no such severity
     */
    static LintResponse of(LintDocument report, Selection selection, Page page) {
        String wantedSeverity = selection.severity == null ? "" : selection.severity.strip();
        String wantedCheck = selection.check == null ? "" : selection.check.strip();
        if (!wantedSeverity.isEmpty() && !LintDocument.SEVERITIES.contains(wantedSeverity)) {
            throw new InvalidRequest(List.of(new Fault(
                    "severity", wantedSeverity, "is not one of error, warning", "send one of these, or leave it out")));
        }
        List<LintDocument.Found> wanted = report.findings().stream()
                .filter(found -> wantedCheck.isEmpty() || found.check().equals(wantedCheck))
                .filter(found -> wantedSeverity.isEmpty() || found.severity().equals(wantedSeverity))
                .toList();
        LintDocument shown = new LintDocument(
                report.suiteId(),
                report.settings(),
                report.rows(),
                report.errors(),
                report.warnings(),
                report.checks(),
                wanted.stream().skip(page.offset()).limit(page.limit()).toList());
        return new LintResponse(shown, wanted.size(), page.limit(), page.offset());
    }
}
