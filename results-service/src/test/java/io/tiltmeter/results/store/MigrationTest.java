package io.tiltmeter.results.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.embedded.EmbeddedStack;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A database of the first release, brought up to date on a real PostgreSQL. */
class MigrationTest {
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
        try (EmbeddedStack stack = EmbeddedStack.start(List.of())) {
            String url = stack.jdbcUrl("results");
            migrate(url, "10");
            Jdbi jdbi = Jdbi.create(url, "postgres", "");
            jdbi.useHandle(handle -> handle.createScript(OLD_ROWS).execute());
            migrate(url, "latest");
            jdbi.useHandle(MigrationTest::assertReadable);
        }
    }

    private static void assertReadable(Handle handle) {
        EvaluationStore evaluations = new EvaluationStore();
        StoredSeries series =
                new StoredSeries("made-up", "cf_lab", SuiteKind.KNOWLEDGE_CONFLICT, "contains", "template");
        assertEquals(List.of(series), evaluations.series(handle, "old"));
        StoredScore score = evaluations.scores(handle, "old", List.of(series)).get(0);
        assertEquals(1, score.score().contextAnswer().value());
        assertEquals(Optional.empty(), score.provenance().batching());
        ItemOutcome item = new ItemOutcome("item-1", "cluster-1", "it \"says\" dorbek\n", true, false);
        assertEquals(
                item,
                new ItemStore()
                        .answered(
                                handle,
                                score.evaluationId(),
                                new ItemStore.Wanted(ItemStore.Answer.CONTEXT, OptionalLong.empty()),
                                1,
                                0)
                        .get(0)
                        .outcome());
        assertEquals(
                1, evaluations.outcomes(handle, score.evaluationId()).get(0).contextShare());
        assertEquals("template", new RunStore().failures(handle, "old").get(0).arm());
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
