package io.tiltmeter.results.application;

import com.fasterxml.jackson.databind.MappingIterator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.contracts.event.SuiteEvaluated;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.application.imports.ImportFold;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.results.curve.SuiteScore;
import io.tiltmeter.results.persistence.EvaluationStore;
import io.tiltmeter.results.persistence.ItemStore;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.Worker;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Folds the outcomes of a scored suite into tables: reads them, checks them against the news, and stores them once. */
@Singleton
public class FoldWork implements WorkHandler {
    static final String KIND = "fold";
    static final String IMPORT_KIND = "import";
    private static final int HASH_DIGITS = 12;
    private static final Logger LOG = Logger.getLogger(FoldWork.class);

    private final WorkRepository table;
    private final Transactions transactions;
    private final EventCodec codec;
    private final ArtifactStore artifacts;
    private final EvaluationStore evaluations;
    private final ItemStore items;
    private final ImportFold imports;
    private final WarningNews warnings;
    private final FoldMetrics metrics;
    private final Worker worker;

    public FoldWork(
            WorkRepository table,
            Transactions transactions,
            EventCodec codec,
            ArtifactStore artifacts,
            EvaluationStore evaluations,
            ItemStore items,
            ImportFold imports,
            WarningNews warnings,
            FoldMetrics metrics,
            ReplicaName replica) {
        this.table = table;
        this.transactions = transactions;
        this.codec = codec;
        this.artifacts = artifacts;
        this.evaluations = evaluations;
        this.items = items;
        this.imports = imports;
        this.warnings = warnings;
        this.metrics = metrics;
        this.worker = new Worker(replica.value(), table, this);
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
    }

    /** Accepts the news in the caller's transaction; the same outcomes are accepted once. */
    public void accept(Handle handle, SuiteEvaluated news) {
        table.accept(handle, id(news), KIND, "", codec.encode(EventTypes.SUITE_EVALUATED, news));
    }

    /** Accepts an import; who imported through this database has taken it already, and then it changes nothing. */
    public void accept(Handle handle, RunImported news) {
        String id = String.join(
                ":",
                IMPORT_KIND,
                news.runId(),
                news.part(),
                Long.toString(news.importedAt().toEpochMilli()),
                news.file().sha256().substring(0, HASH_DIGITS));
        table.accept(handle, id, IMPORT_KIND, "", codec.encode(EventTypes.RUN_IMPORTED, news));
    }

    /** What the ids of all work on a run's evaluations begin with. */
    public static String idsOf(String runId) {
        return KIND + ":" + runId + ":";
    }

    public void wake() {
        worker.wake();
    }

    @Override
    public void handle(Lease lease) throws IOException {
        if (lease.item().kind().equals(IMPORT_KIND)) {
            RunImported news =
                    codec.decode(EventTypes.RUN_IMPORTED, lease.item().payload());
            table.complete(lease, handle -> imports.take(handle, news));
        } else {
            fold(lease);
        }
    }

    private void fold(Lease lease) throws IOException {
        Instant begun = Instant.now();
        SuiteEvaluated news =
                codec.decode(EventTypes.SUITE_EVALUATED, lease.item().payload());
        SuiteOutcomes outcomes = SuiteOutcomes.of(read(news.outcomes(), ItemOutcome.class));
        SuiteScore score = SuiteScore.of(
                news.checkpoint().step(),
                news.suite().task(),
                news.suite().kind(),
                outcomes.shares(),
                ClusterBootstrap.STANDARD);
        checkAgainstNews(outcomes, news);
        String suiteVersion = news.suite().items().sha256();
        List<SuiteItem> newItems = transactions.runPatiently(handle -> items.holds(handle, suiteVersion))
                ? List.of()
                : read(news.suite().items(), SuiteItem.class);
        table.complete(lease, handle -> {
            items.store(handle, suiteVersion, newItems);
            evaluations.store(handle, news, score, outcomes);
            if (news.suite().kind() == SuiteKind.KNOWLEDGE_CONFLICT) {
                warnings.tell(handle, news.checkpoint().runId());
            }
        });
        metrics.folded(news, begun, Instant.now());
        LOG.infof(
                "suite folded run=%s step=%d suite=%s arm=%s scorer=%s items=%d",
                news.checkpoint().runId(),
                news.checkpoint().step(),
                news.suite().suiteId(),
                news.arm(),
                news.scorer(),
                outcomes.itemCount());
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        metrics.failed();
    }

    private <T> List<T> read(ArtifactRef ref, Class<T> type) throws IOException {
        try (MappingIterator<T> lines =
                Json.mapper().readerFor(type).readValues(artifacts.file(ref).toFile())) {
            return lines.readAll();
        }
    }

    private static void checkAgainstNews(SuiteOutcomes outcomes, SuiteEvaluated news) {
        List<ItemOutcome> all = outcomes.items();
        check("item_count", news.counts().itemCount(), all.size(), news);
        check(
                "context_answer_count",
                news.counts().contextAnswerCount(),
                all.stream().filter(ItemOutcome::contextAnswerFound).count(),
                news);
        check(
                "memory_answer_count",
                news.counts().memoryAnswerCount(),
                all.stream().filter(ItemOutcome::memoryAnswerFound).count(),
                news);
        check(
                "correct_count",
                news.counts().correctCount(),
                all.stream().filter(ItemOutcome::correct).count(),
                news);
    }

    private static void check(String field, long announced, long found, SuiteEvaluated news) {
        if (announced != found) {
            throw new IllegalStateException(field + " is announced as " + announced + " and is " + found + " in "
                    + news.outcomes().uri() + ": evaluate this checkpoint again");
        }
    }

    private static String id(SuiteEvaluated news) {
        return String.join(
                ":",
                KIND,
                news.checkpoint().runId(),
                Integer.toString(news.checkpoint().step()),
                news.suite().suiteId(),
                news.arm(),
                news.scorer() + "-" + news.scorerVersion(),
                news.outcomes().sha256().substring(0, HASH_DIGITS));
    }
}
