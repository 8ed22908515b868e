package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.event.SuiteReady;
import java.util.Optional;

/**
 * A suite that is ready.
 *
 * @param event the news of it
 * @param importedFrom the file it was read from; empty for a suite of the lab world and for a repaired one
 * @param fixedFrom the suite it is a repair of
 * @param lint what was found in it when it came; empty for a suite of the lab world
 */
public record BuiltSuite(
        SuiteReady event,
        Optional<ImportedFrom> importedFrom,
        Optional<FixedFrom> fixedFrom,
        Optional<LintSummary> lint) {
    /** A suite of the lab world. */
    public static BuiltSuite ofLab(SuiteReady event) {
        return new BuiltSuite(event, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
