package io.tiltmeter.results.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tiltmeter.contracts.outcome.AnswerLikelihood;
import io.tiltmeter.contracts.outcome.AnswerLikelihoods;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A database of the first releases, brought up to date on a real PostgreSQL. */
@QuarkusTest
@TestProfile(MigrationIT.OfFirstReleases.class)
class MigrationIT {
    private static final String OLD_ROWS = """
            insert into evaluation (run_id, step, suite_id, scorer, scorer_version, task, kind, item_count, epochs,
                context_value, context_low, context_high, memory_value, memory_low, memory_high, correct_value,
                correct_low, correct_high, items_sha256, outcomes_sha256, weights_sha256, engine, replica, finished_at)
            values ('%s', 14, 'made-up', 'contains', 1, 'cf_lab', 'knowledge_conflict', 1, 0.5,
                1, 1, 1, 0, 0, 0, 1, 1, 1, 'a', 'b', 'c', 'made up', 'nobody', '2026-03-02T09:14:05Z');
            """;

    private static final String OLD_ITEM = """
            insert into item_outcome (evaluation_id, item_id, cluster_id, generated, context_answer_found,
                memory_answer_found)
            select id, 'item-1', 'cluster-1', 'it "says" dorbek' || chr(10), true, false from evaluation;
            insert into evaluation_failure (run_id, step, suite_id, attempts, reason, failed_at)
            values ('old', 28, 'made-up', 5, 'no memory left', '2026-03-02T09:14:05Z');
            """;

    private static final List<ItemOutcome> MANY_ITEMS = manyItems();

    @Inject
    EntityManager entityManager;

    @Inject
    EvaluationRepository evaluations;

    @Inject
    EvaluationFailureRepository failures;

    @Inject
    OutcomeRepository outcomes;

    /** One evaluation with its item of the first release, and another with 300 items of the next. */
    public static final class OfFirstReleases implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Database.class));
        }
    }

    public static final class Database extends OlderDatabase {
        @Override
        void fill(String url, Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                migrate(url, "10");
                statement.execute(OLD_ROWS.formatted("old") + OLD_ITEM);
                migrate(url, "11");
                statement.execute(OLD_ROWS.formatted("many"));
            }
            for (ItemOutcome item : MANY_ITEMS) {
                insertRow(connection, item);
            }
        }
    }

    @Test
    @TestTransaction
    void scoresAndItemsOfTheFirstReleaseAreTheUsualSeries() {
        StoredSeries series =
                new StoredSeries("made-up", "cf_lab", SuiteKind.KNOWLEDGE_CONFLICT, "contains", "template");
        assertEquals(List.of(series), evaluations.series("old"));
        StoredScore score = evaluations.scores("old", List.of(series)).get(0);
        assertEquals(1, score.score().contextAnswer().value());
        assertEquals(Optional.empty(), score.provenance().batching());
        ItemOutcome item = new ItemOutcome("item-1", "cluster-1", "it \"says\" dorbek\n", true, false);
        long id = score.evaluationId();
        assertEquals(List.of(item), outcomes.documents(id, new int[] {0}));
        assertEquals(
                SuiteOutcomes.of(List.of(item)).shares(),
                outcomes.shares(List.of(id)).get(id));
        assertEquals("template", failures.ofRun("old").get(0).arm());
    }

    @Test
    @TestTransaction
    void itemsOfRowsBecomeColumnsAndBlocks() {
        SuiteOutcomes whole = SuiteOutcomes.of(MANY_ITEMS);
        long id = evaluations.scores("many", evaluations.series("many")).get(0).evaluationId();
        ItemShares expected = whole.shares();
        ItemShares found = outcomes.shares(List.of(id)).get(id);
        assertEquals(expected.items(), found.items());
        assertArrayEquals(expected.context(), found.context());
        assertArrayEquals(expected.memory(), found.memory());
        assertArrayEquals(expected.correct(), found.correct());
        assertArrayEquals(expected.marginNats(), found.marginNats(), 1e-12);
        assertEquals(
                Arrays.stream(whole.shares().marginNats())
                        .filter(margin -> !Double.isNaN(margin))
                        .average()
                        .orElseThrow(),
                evaluations
                        .scores("many", evaluations.series("many"))
                        .get(0)
                        .score()
                        .measures()
                        .marginNats()
                        .orElseThrow()
                        .value(),
                1e-12);
        assertEquals(
                whole.items(), outcomes.documents(id, IntStream.range(0, 300).toArray()));
        assertEquals(
                whole.items().get(299), outcomes.documents(id, new int[] {299}).get(0));
        assertEquals(lists(), listsAfterStoringAgain(id, whole));
    }

    /** The migration names a list of items as the store does, or a list would be kept twice. */
    private long listsAfterStoringAgain(long id, SuiteOutcomes whole) {
        outcomes.delete("evaluationId", id);
        entityManager
                .createQuery("delete from OutcomeBlock where evaluationId = " + id)
                .executeUpdate();
        entityManager.clear();
        outcomes.store(id, whole);
        entityManager.flush();
        return lists();
    }

    private long lists() {
        return entityManager
                .createQuery("select count(*) from ItemList", Long.class)
                .getSingleResult();
    }

    private static List<ItemOutcome> manyItems() {
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
                    item % 3 == 0 ? Optional.of(likelihoods(item)) : Optional.empty(),
                    Map.of(),
                    item % 11 == 0 ? Optional.of(0.25) : Optional.empty(),
                    Optional.empty()));
        }
        return all;
    }

    private static AnswerLikelihoods likelihoods(int item) {
        return new AnswerLikelihoods(
                new AnswerLikelihood(List.of(1, 2, 3), List.of(-0.1 * item, -0.3, -0.7)),
                new AnswerLikelihood(List.of(4, 5), List.of(-1.1, -0.01 * item)));
    }

    private static void insertRow(Connection connection, ItemOutcome item) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into item_outcome (evaluation_id, item_id, cluster_id, context_answer_found,
                    memory_answer_found, document, answers, credit)
                select id, ?, ?, ?, ?, ?, ?, ? from evaluation where run_id = 'many'
                """)) {
            insert.setString(1, item.itemId());
            insert.setString(2, item.clusterId());
            insert.setBoolean(3, item.contextAnswerFound());
            insert.setBoolean(4, item.memoryAnswerFound());
            insert.setString(5, Json.write(item));
            insert.setInt(6, 1 + item.furtherAnswers().size());
            insert.setObject(7, item.credit().orElse(null), Types.DOUBLE);
            insert.executeUpdate();
        }
    }
}
