package io.tiltmeter.results.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.results.curve.SuiteOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A database of the first release, brought up to date on a real PostgreSQL. */
class MigrationIT {
    private static final String OLD_ROWS = """
            insert into evaluation (run_id, step, suite_id, scorer, scorer_version, task, kind, item_count, epochs,
                context_value, context_low, context_high, memory_value, memory_low, memory_high, correct_value,
                correct_low, correct_high, items_sha256, outcomes_sha256, weights_sha256, engine, replica, finished_at)
            values ('old', 14, 'made-up', 'contains', 1, 'cf_lab', 'knowledge_conflict', 1, 0.5,
                1, 1, 1, 0, 0, 0, 1, 1, 1, 'a', 'b', 'c', 'made up', 'nobody', '2026-03-02T09:14:05Z');
            insert into item_outcome (evaluation_id, item_id, cluster_id, generated, context_answer_found,
                memory_answer_found)
            select id, 'item-1', 'cluster-1', 'it "says" dorbek' || chr(10), true, false from evaluation;
            insert into evaluation_failure (run_id, step, suite_id, attempts, reason, failed_at)
            values ('old', 28, 'made-up', 5, 'no memory left', '2026-03-02T09:14:05Z');
            """;

    @Test
    void scoresAndItemsOfTheFirstReleaseAreTheUsualSeries() {
        SharedStack.start(List.of());
        String url = SharedStack.newDatabase("results");
        migrate(url, "10");
        Jdbi jdbi = Jdbi.create(url, "postgres", "");
        jdbi.useHandle(handle -> handle.createScript(OLD_ROWS).execute());
        migrate(url, "latest");
        jdbi.useHandle(MigrationIT::assertReadable);
    }

    private static void assertReadable(Handle handle) {
        OutcomeRepository outcomes = new OutcomeRepository();
        EvaluationRepository evaluations = new EvaluationRepository(outcomes);
        StoredSeries series =
                new StoredSeries("made-up", "cf_lab", SuiteKind.KNOWLEDGE_CONFLICT, "contains", "template");
        assertEquals(List.of(series), evaluations.series(handle, "old"));
        StoredScore score = evaluations.scores(handle, "old", List.of(series)).get(0);
        assertEquals(1, score.score().contextAnswer().value());
        assertEquals(Optional.empty(), score.provenance().batching());
        ItemOutcome item = new ItemOutcome("item-1", "cluster-1", "it \"says\" dorbek\n", true, false);
        long id = score.evaluationId();
        assertEquals(List.of(item), outcomes.documents(handle, id, new int[] {0}));
        assertEquals(
                SuiteOutcomes.of(List.of(item)).shares(),
                outcomes.shares(handle, List.of(id)).get(id));
        assertEquals(
                "template", new RunRepository().failures(handle, "old").get(0).arm());
    }

    @Test
    void itemsOfRowsBecomeColumnsAndBlocks() {
        List<ItemOutcome> all = new ArrayList<>();
        for (int item = 0; item < 300; item++) {
            JudgedAnswer further =
                    new JudgedAnswer("else", item % 3 == 0, item % 5 == 0, Optional.empty(), Optional.empty());
            all.add(new ItemOutcome(
                    "item-" + item,
                    "cluster-" + item / 2,
                    "Zürich",
                    item % 2 == 0,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    item % 7 == 0 ? List.of(further, further) : List.of(),
                    Optional.empty(),
                    Map.of(),
                    item % 11 == 0 ? Optional.of(0.25) : Optional.empty(),
                    Optional.empty()));
        }
        SharedStack.start(List.of());
        String url = SharedStack.newDatabase("results");
        migrate(url, "11");
        Jdbi jdbi = Jdbi.create(url, "postgres", "");
        jdbi.useHandle(handle -> {
            handle.createScript(OLD_ROWS.substring(0, OLD_ROWS.indexOf("insert into item_outcome")))
                    .execute();
            all.forEach(item -> insertRow(handle, item));
        });
        migrate(url, "latest");
        OutcomeRepository outcomes = new OutcomeRepository();
        SuiteOutcomes whole = SuiteOutcomes.of(all);
        jdbi.useHandle(handle -> {
            long id = handle.createQuery("select id from evaluation")
                    .mapTo(Long.class)
                    .one();
            assertEquals(whole.shares(), outcomes.shares(handle, List.of(id)).get(id));
            assertEquals(
                    whole.items(),
                    outcomes.documents(handle, id, IntStream.range(0, 300).toArray()));
            assertEquals(
                    whole.items().get(299),
                    outcomes.documents(handle, id, new int[] {299}).get(0));
            assertEquals(1, listsAfterStoringAgain(handle, outcomes, whole));
        });
    }

    /** The migration names a list of items as the store does, or a list would be kept twice. */
    private static int listsAfterStoringAgain(Handle handle, OutcomeRepository outcomes, SuiteOutcomes whole) {
        handle.execute("delete from outcome_columns");
        handle.execute("delete from outcome_block");
        outcomes.store(
                handle,
                handle.createQuery("select id from evaluation")
                        .mapTo(Long.class)
                        .one(),
                whole);
        return handle.createQuery("select count(*) from item_list")
                .mapTo(Integer.class)
                .one();
    }

    private static void insertRow(Handle handle, ItemOutcome item) {
        handle.createUpdate("""
                        insert into item_outcome (evaluation_id, item_id, cluster_id, context_answer_found,
                            memory_answer_found, document, answers, credit)
                        select id, :item, :cluster, :context, :memory, :document, :answers, :credit from evaluation
                        """)
                .bind("item", item.itemId())
                .bind("cluster", item.clusterId())
                .bind("context", item.contextAnswerFound())
                .bind("memory", item.memoryAnswerFound())
                .bind("document", Documents.write(item))
                .bind("answers", 1 + item.furtherAnswers().size())
                .bind("credit", item.credit())
                .execute();
    }

    private static void migrate(String url, String target) {
        Flyway.configure()
                .dataSource(url, "postgres", "")
                .schemas("results")
                .defaultSchema("results")
                .locations("db/kit", "db/migration")
                .target(target)
                .load()
                .migrate();
    }
}
