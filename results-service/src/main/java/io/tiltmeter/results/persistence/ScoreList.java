package io.tiltmeter.results.persistence;

import io.tiltmeter.results.persistence.ScoreRow.Bounded;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Every evaluation of a run, row by row. */
@Singleton
public class ScoreList {
    /**
     * Some evaluations of a run, by step, suite, arm, scorer and version.
     *
     * @param step of this step alone, if it is given
     */
    public List<ScoreRow> rows(Handle handle, String runId, OptionalInt step, int limit, int offset) {
        return handle.createQuery("""
                        select * from evaluation where run_id = :run and (:all or step = :step)
                        order by step, suite_id, arm, scorer, scorer_version limit :limit offset :offset
                        """)
                .bind("run", runId)
                .bind("all", step.isEmpty())
                .bind("step", step.orElse(0))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(ScoreList::toRow)
                .list();
    }

    /** How many there are. */
    public long count(Handle handle, String runId, OptionalInt step) {
        return handle.createQuery("select count(*) from evaluation where run_id = :run and (:all or step = :step)")
                .bind("run", runId)
                .bind("all", step.isEmpty())
                .bind("step", step.orElse(0))
                .mapTo(Long.class)
                .one();
    }

    private static ScoreRow toRow(ResultSet row, StatementContext context) throws SQLException {
        return new ScoreRow(
                row.getInt("step"),
                row.getString("suite_id"),
                row.getString("task"),
                EvaluationStore.kind(row),
                row.getString("arm"),
                row.getString("scorer"),
                row.getInt("scorer_version"),
                row.getInt("item_count"),
                bounded(row, "context").orElseThrow(),
                bounded(row, "memory"),
                bounded(row, "correct"),
                Documents.readNumbers(row.getString("metrics")),
                row.getString("engine"),
                Optional.ofNullable(row.getString("batching")),
                row.getString("replica"),
                row.getString("items_sha256"),
                row.getString("outcomes_sha256"),
                row.getString("weights_sha256"),
                row.getBoolean("imported"),
                row.getTimestamp("finished_at").toInstant());
    }

    private static Optional<Bounded> bounded(ResultSet row, String what) throws SQLException {
        return number(row, what + "_value").isEmpty()
                ? Optional.empty()
                : Optional.of(new Bounded(
                        row.getDouble(what + "_value"), number(row, what + "_low"), number(row, what + "_high")));
    }

    static Optional<Double> number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
