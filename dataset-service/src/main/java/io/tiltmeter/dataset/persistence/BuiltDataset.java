package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.file.RowFault;
import io.tiltmeter.dataset.source.SourceVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was built of a dataset: stored as JSON when its files lie in the artifact store, whole. */
public sealed interface BuiltDataset {
    /** The event that says so to other services; empty for what no other service uses. */
    default Optional<Publication<?>> publication() {
        return Optional.empty();
    }

    /**
     * An event to publish.
     *
     * @param type of the event
     * @param event itself
     */
    record Publication<T>(EventType<T> type, T event) {}

    /**
     * A source.
     *
     * @param version what the file was and what became of its rows
     * @param rows the accepted rows, one JSON object a line
     * @param rejected the others: line, number and reason, one JSON object a line
     */
    record Source(SourceVersion version, ArtifactRef rows, ArtifactRef rejected) implements BuiltDataset {}

    /**
     * A mixture.
     *
     * @param event that publishes it
     * @param report what its filters and its augmentation did, as JSON; empty for a mixture of the lab world
     */
    record Mixture(MixtureReady event, Optional<ArtifactRef> report) implements BuiltDataset {
        @Override
        public Optional<Publication<?>> publication() {
            return Optional.of(new Publication<>(EventTypes.MIXTURE_READY, event));
        }
    }

    /**
     * A labelling.
     *
     * @param classCounts rows of each class
     * @param histogram of the scores
     * @param labels JSON lines of {@link RowLabel}, in the source's order
     */
    record Labeling(Map<String, Long> classCounts, Histogram histogram, ArtifactRef labels) implements BuiltDataset {}

    /**
     * A suite.
     *
     * @param event that publishes it
     * @param importedFrom the file it was read from; empty for a suite that the service makes and for a repaired one
     * @param fixedFrom the suite it is a repair of
     * @param lint what was found in it when it came; empty for a suite that the service makes
     */
    record Suite(
            SuiteReady event,
            Optional<ImportedFrom> importedFrom,
            Optional<FixedFrom> fixedFrom,
            Optional<LintSummary> lint)
            implements BuiltDataset {
        /** A suite that the service makes. */
        public static Suite made(SuiteReady event) {
            return new Suite(event, Optional.empty(), Optional.empty(), Optional.empty());
        }

        @Override
        public Optional<Publication<?>> publication() {
            return Optional.of(new Publication<>(EventTypes.SUITE_READY, event));
        }
    }

    /**
     * What the file of a suite was, and what of it is not in the items.
     *
     * @param format such as {@code JSON lines}
     * @param shape of its rows, such as {@code answer/memory_answer}
     * @param ignoredColumns columns that were left out
     * @param rejectedRows how many rows are not in the items
     * @param firstRejected the first of them, with the reason
     * @param rejected them all, up to a thousand, as JSON lines; empty if there is none
     */
    record ImportedFrom(
            String format,
            String shape,
            List<String> ignoredColumns,
            long rejectedRows,
            List<RowFault> firstRejected,
            Optional<ArtifactRef> rejected) {}

    /**
     * What a suite is a repair of.
     *
     * @param suiteId the original, which stays as it is
     * @param repairCounts how many there are of {@code spaces}, {@code notes} and {@code duplicates}
     * @param repairs each of them, as JSON lines
     */
    record FixedFrom(String suiteId, Map<String, Long> repairCounts, ArtifactRef repairs) {
        /** How many there are of all kinds. */
        public long repairTotal() {
            return repairCounts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * How many problems lint found.
     *
     * @param errors findings that are errors
     * @param warnings findings that are warnings
     * @param checks counts by check; a check that found nothing is not in it
     * @param report every finding
     */
    record LintSummary(long errors, long warnings, Map<String, LintDocument.Count> checks, ArtifactRef report) {}
}
