package io.tiltmeter.results.application;

import com.fasterxml.jackson.databind.MappingIterator;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.DeletionRepository;
import io.tiltmeter.results.persistence.EvaluationRepository;
import io.tiltmeter.results.persistence.EventArchive;
import io.tiltmeter.results.persistence.ItemRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Stores the outcomes of evaluations, as work: reads their files, checks them against the event, and stores them once. */
@Singleton
public class OutcomeIngestion implements WorkHandler {
    private static final String KIND = "fold";
    private static final int HASH_DIGITS = 12;
    private static final Logger LOG = Logger.getLogger(OutcomeIngestion.class);

    private final WorkRepository work;
    private final ArtifactStore artifacts;
    private final EventArchive archive;
    private final DeletionRepository deletions;
    private final RunRepository runs;
    private final EvaluationRepository evaluations;
    private final ItemRepository items;
    private final WarningService warnings;
    private final IngestionMetrics metrics;

    public OutcomeIngestion(
            WorkRepository work,
            ArtifactStore artifacts,
            EventArchive archive,
            DeletionRepository deletions,
            RunRepository runs,
            EvaluationRepository evaluations,
            ItemRepository items,
            WarningService warnings,
            IngestionMetrics metrics) {
        this.work = work;
        this.artifacts = artifacts;
        this.archive = archive;
        this.deletions = deletions;
        this.runs = runs;
        this.evaluations = evaluations;
        this.items = items;
        this.warnings = warnings;
        this.metrics = metrics;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Accepts an evaluation in the caller's transaction; the same outcomes are accepted once, and none of a run that was deleted. */
    public void accept(SuiteEvaluated event) {
        if (deletions.deletedAt(event.checkpoint().runId()).isPresent()) {
            return;
        }
        String id = id(event);
        String payload = Json.write(event);
        if (archive.add(
                id, EventTypes.SUITE_EVALUATED.topic(), event.checkpoint().runId(), payload)) {
            work.accept(id, KIND, "", payload);
        }
    }

    @Override
    public void handle(Lease lease) throws IOException {
        Instant begun = Instant.now();
        SuiteEvaluated event = Json.read(lease.item().payload(), SuiteEvaluated.class);
        SuiteOutcomes outcomes = SuiteOutcomes.of(read(event.outcomes(), ItemOutcome.class));
        SuiteScore score = SuiteScore.of(
                event.checkpoint().step(),
                event.suite().task(),
                event.suite().kind(),
                outcomes.shares(),
                ClusterBootstrap.STANDARD);
        checkAgainstEvent(outcomes, event);
        store(lease, event, score, outcomes);
        metrics.ingested(event, begun, Instant.now());
        LOG.infof(
                "suite ingested run=%s step=%d suite=%s arm=%s scorer=%s items=%d",
                event.checkpoint().runId(),
                event.checkpoint().step(),
                event.suite().suiteId(),
                event.arm(),
                event.scorer(),
                outcomes.itemCount());
    }

    /** Stores all in one transaction; the items of the suite are read before it if they are not stored yet. */
    private void store(Lease lease, SuiteEvaluated event, SuiteScore score, SuiteOutcomes outcomes) throws IOException {
        String version = event.suite().items().sha256();
        try {
            work.complete(lease, () -> {
                if (!items.holds(version)) {
                    throw new UnknownSuite();
                }
                store(event, score, outcomes);
            });
        } catch (UnknownSuite unknown) {
            List<SuiteItem> all = read(event.suite().items(), SuiteItem.class);
            work.complete(lease, () -> {
                items.store(version, all);
                store(event, score, outcomes);
            });
        }
    }

    private void store(SuiteEvaluated event, SuiteScore score, SuiteOutcomes outcomes) {
        String runId = event.checkpoint().runId();
        runs.lock(runId);
        if (deletions.deletedAt(runId).isPresent()) {
            return;
        }
        boolean stored = evaluations.store(event, score, outcomes);
        if (stored && event.suite().kind() == SuiteKind.KNOWLEDGE_CONFLICT) {
            warnings.publish(runId);
        }
    }

    /** The items of a suite are not stored: the transaction is given up, and nothing was changed. */
    private static final class UnknownSuite extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void failed(WorkItem item, String reason) {
        metrics.failed();
    }

    private <T> List<T> read(ArtifactRef ref, Class<T> type) throws IOException {
        try (MappingIterator<T> lines =
                Json.mapper().readerFor(type).readValues(artifacts.file(ref).toFile())) {
            return lines.readAll();
        }
    }

    private static void checkAgainstEvent(SuiteOutcomes outcomes, SuiteEvaluated event) {
        List<ItemOutcome> all = outcomes.items();
        check("item_count", event.counts().itemCount(), all.size(), event);
        check(
                "context_answer_count",
                event.counts().contextAnswerCount(),
                all.stream().filter(ItemOutcome::contextAnswerFound).count(),
                event);
        check(
                "memory_answer_count",
                event.counts().memoryAnswerCount(),
                all.stream().filter(ItemOutcome::memoryAnswerFound).count(),
                event);
        check(
                "correct_count",
                event.counts().correctCount(),
                all.stream().filter(ItemOutcome::correct).count(),
                event);
    }

    private static void check(String field, long announced, long found, SuiteEvaluated event) {
        if (announced != found) {
            throw new IllegalStateException(field + " is announced as " + announced + " and is " + found + " in "
                    + event.outcomes().uri() + ": evaluate this checkpoint again");
        }
    }

    private static String id(SuiteEvaluated event) {
        return String.join(
                ":",
                KIND,
                event.checkpoint().runId(),
                Integer.toString(event.checkpoint().step()),
                event.suite().suiteId(),
                event.arm(),
                event.scorer() + "-" + event.scorerVersion(),
                event.outcomes().sha256().substring(0, HASH_DIGITS));
    }
}
