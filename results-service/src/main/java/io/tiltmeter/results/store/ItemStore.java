package io.tiltmeter.results.store;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
     * @param wanted which of them
     */
    public List<AnsweredItem> answered(Handle handle, long evaluationId, Wanted wanted, int limit, int offset) {
        return handle.createQuery("""
                        select o.document as outcome, i.document from item_outcome o
                        join evaluation e on e.id = o.evaluation_id
                        left join suite_item i on i.items_sha256 = e.items_sha256 and i.item_id = o.item_id
                        where o.evaluation_id = :id and (<condition>) and <known>
                        order by o.item_id limit :limit offset :offset
                        """)
                .define("condition", wanted.answer().condition)
                .define("known", wanted.known())
                .bind("id", evaluationId)
                .bind("filter", wanted.filterId().orElse(0))
                .bind("limit", limit)
                .bind("offset", offset)
                .reduceRows(new ArrayList<AnsweredItem>(), (list, row) -> {
                    list.add(new AnsweredItem(
                            Documents.read(row.getColumn("outcome", String.class), ItemOutcome.class),
                            Optional.ofNullable(row.getColumn("document", String.class))
                                    .map(text -> Documents.read(text, SuiteItem.class))));
                    return list;
                });
    }

    /** How many items of an evaluation were answered so. */
    public long count(Handle handle, long evaluationId, Wanted wanted) {
        return handle.createQuery("""
                        select count(*) from item_outcome o where evaluation_id = :id and (<condition>) and <known>
                        """)
                .define("condition", wanted.answer().condition)
                .define("known", wanted.known())
                .bind("id", evaluationId)
                .bind("filter", wanted.filterId().orElse(0))
                .mapTo(Long.class)
                .one();
    }

    /**
     * Which items are asked for.
     *
     * @param answer those answered so
     * @param filterId those answered from memory in this evaluation besides, which is the knowledge filter's
     */
    public record Wanted(Answer answer, OptionalLong filterId) {
        private String known() {
            return filterId.isEmpty()
                    ? ":filter = 0"
                    : "exists (select 1 from item_outcome k where k.evaluation_id = :filter"
                            + " and k.item_id = o.item_id and k.memory_answer_found)";
        }
    }

    /** Which answer a generated text holds; the first text, if several were drawn. */
    public enum Answer {
        ANY("true"),
        CONTEXT("o.context_answer_found and not o.memory_answer_found"),
        MEMORY("o.memory_answer_found and not o.context_answer_found"),
        BOTH("o.context_answer_found and o.memory_answer_found"),
        NEITHER("not o.context_answer_found and not o.memory_answer_found");

        private final String condition;

        Answer(String condition) {
            this.condition = condition;
        }
    }

    /**
     * An item and what was answered to it.
     *
     * @param outcome the generated text and all that the scorer found
     * @param item the question; empty if the suite's file did not hold it
     */
    public record AnsweredItem(ItemOutcome outcome, Optional<SuiteItem> item) {}
}
