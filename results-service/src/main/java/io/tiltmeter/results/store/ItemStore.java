package io.tiltmeter.results.store;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The questions of each version of a suite, beside what was answered to them. */
@Singleton
public class ItemStore {
    /** Whether a version of a suite is here, whole. */
    public boolean holds(Handle handle, String itemsSha256) {
        return handle.createQuery("select exists (select 1 from suite_item where items_sha256 = :hash)")
                .bind("hash", itemsSha256)
                .mapTo(Boolean.class)
                .one();
    }

    /** Stores all items of a version of a suite; a second time changes nothing. */
    public void store(Handle handle, String itemsSha256, List<SuiteItem> items) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into suite_item (items_sha256, item_id, document) values (:hash, :item, :document)
                on conflict do nothing
                """);
        for (SuiteItem item : items) {
            batch.bind("hash", itemsSha256)
                    .bind("item", item.id())
                    .bind("document", Documents.write(item))
                    .add();
        }
        batch.execute();
    }

    /**
     * Items of an evaluation with what was answered, by item id.
     *
     * @param answer which of them
     */
    public List<AnsweredItem> answered(Handle handle, long evaluationId, Answer answer, int limit, int offset) {
        return handle.createQuery("""
                        select o.*, i.document from item_outcome o
                        join evaluation e on e.id = o.evaluation_id
                        left join suite_item i on i.items_sha256 = e.items_sha256 and i.item_id = o.item_id
                        where o.evaluation_id = :id and (<condition>)
                        order by o.item_id limit :limit offset :offset
                        """)
                .define("condition", answer.condition)
                .bind("id", evaluationId)
                .bind("limit", limit)
                .bind("offset", offset)
                .reduceRows(new ArrayList<AnsweredItem>(), (list, row) -> {
                    list.add(new AnsweredItem(
                            EvaluationStore.toOutcome(row),
                            Optional.ofNullable(row.getColumn("document", String.class))
                                    .map(text -> Documents.read(text, SuiteItem.class))));
                    return list;
                });
    }

    /** How many items of an evaluation were answered so. */
    public long count(Handle handle, long evaluationId, Answer answer) {
        return handle.createQuery("select count(*) from item_outcome where evaluation_id = :id and (<condition>)")
                .define("condition", answer.condition)
                .bind("id", evaluationId)
                .mapTo(Long.class)
                .one();
    }

    /** Which answer a generated text holds. */
    public enum Answer {
        ANY("true"),
        CONTEXT("context_answer_found and not memory_answer_found"),
        MEMORY("memory_answer_found and not context_answer_found"),
        BOTH("context_answer_found and memory_answer_found"),
        NEITHER("not context_answer_found and not memory_answer_found");

        private final String condition;

        Answer(String condition) {
            this.condition = condition;
        }
    }

    /**
     * An item and what was answered to it.
     *
     * @param outcome the generated text and its two flags
     * @param item the question; empty if the suite's file did not hold it
     */
    public record AnsweredItem(ItemOutcome outcome, Optional<SuiteItem> item) {}
}
