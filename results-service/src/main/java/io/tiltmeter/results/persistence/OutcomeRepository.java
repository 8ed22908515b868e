package io.tiltmeter.results.persistence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.SuiteOutcomes;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The outcomes of an evaluation's items: numbers in columns, and the whole of each in blocks of JSON lines. */
@Singleton
public class OutcomeRepository {
    private static final int BLOCK_ITEMS = 256;

    private static final int MAX_CACHED_LISTS = 64;

    /** Most evaluations of a run have the same items, and a list never changes. */
    private final Cache<String, ItemList> lists =
            Caffeine.newBuilder().maximumSize(MAX_CACHED_LISTS).build();

    void store(Handle handle, long evaluationId, SuiteOutcomes outcomes) {
        ItemShares shares = outcomes.shares();
        handle.createUpdate("""
                        insert into outcome_columns (evaluation_id, item_list, context, memory, correct)
                        values (:id, :list, :context, :memory, :correct)
                        """)
                .bind("id", evaluationId)
                .bind("list", store(handle, shares.items()))
                .bind("context", shares.context())
                .bind("memory", shares.memory())
                .bind("correct", shares.correct())
                .execute();
        List<ItemOutcome> items = outcomes.items();
        PreparedBatch batch = handle.prepareBatch(
                "insert into outcome_block (evaluation_id, block, documents) values (:id, :block, :documents)");
        for (int first = 0; first < items.size(); first += BLOCK_ITEMS) {
            batch.bind("id", evaluationId)
                    .bind("block", first / BLOCK_ITEMS)
                    .bind("documents", lines(items.subList(first, Math.min(first + BLOCK_ITEMS, items.size()))))
                    .add();
        }
        batch.execute();
    }

    /** The numbers of evaluations, by their ids; those imported without items are absent. */
    public Map<Long, ItemShares> shares(Handle handle, Collection<Long> evaluationIds) {
        if (evaluationIds.isEmpty()) {
            return Map.of();
        }
        Map<Long, Columns> columns = new HashMap<>();
        handle.createQuery("""
                        select evaluation_id, item_list, context, memory, correct from outcome_columns
                        where evaluation_id in (<ids>)
                        """)
                .bindList("ids", List.copyOf(evaluationIds))
                .map((row, context) -> columns.put(
                        row.getLong("evaluation_id"),
                        new Columns(
                                row.getString("item_list"),
                                numbers(row.getArray("context")),
                                numbers(row.getArray("memory")),
                                numbers(row.getArray("correct")))))
                .list();
        Map<String, ItemList> items = lists.getAll(
                columns.values().stream().map(Columns::list).collect(Collectors.toSet()), ids -> lists(handle, ids));
        Map<Long, ItemShares> shares = new HashMap<>();
        columns.forEach((id, each) ->
                shares.put(id, new ItemShares(items.get(each.list()), each.context(), each.memory(), each.correct())));
        return shares;
    }

    /**
     * Whole outcomes.
     *
     * @param indices in the evaluation's list of items, ascending
     */
    public List<ItemOutcome> documents(Handle handle, long evaluationId, int[] indices) {
        if (indices.length == 0) {
            return List.of();
        }
        Map<Integer, String[]> blocks = new HashMap<>();
        handle.createQuery(
                        "select block, documents from outcome_block where evaluation_id = :id and block in (<blocks>)")
                .bind("id", evaluationId)
                .bindList(
                        "blocks",
                        Arrays.stream(indices)
                                .map(index -> index / BLOCK_ITEMS)
                                .distinct()
                                .boxed()
                                .toList())
                .map((row, context) -> blocks.put(
                        row.getInt("block"), row.getString("documents").split("\n")))
                .list();
        return Arrays.stream(indices)
                .mapToObj(index ->
                        Documents.read(blocks.get(index / BLOCK_ITEMS)[index % BLOCK_ITEMS], ItemOutcome.class))
                .toList();
    }

    /** Stores a list of items, once, and returns its id: a hash of the list. */
    private static String store(Handle handle, ItemList list) {
        String id = Sha256.of(IntStream.range(0, list.size())
                .mapToObj(item -> list.id(item) + '\t' + list.cluster(item))
                .collect(Collectors.joining("\n")));
        boolean known = handle.createQuery("select exists (select 1 from item_list where id = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
        if (!known) {
            handle.createUpdate("""
                            insert into item_list (id, items, clusters) values (:id, :items, :clusters)
                            on conflict do nothing
                            """)
                    .bind("id", id)
                    .bindArray("items", String.class, list.ids())
                    .bindArray("clusters", String.class, list.clusters())
                    .execute();
        }
        return id;
    }

    private static Map<String, ItemList> lists(Handle handle, Set<? extends String> ids) {
        return handle.createQuery("select id, items, clusters from item_list where id in (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .reduceRows(new HashMap<>(), (all, row) -> {
                    all.put(
                            row.getColumn("id", String.class),
                            new ItemList(
                                    List.of(row.getColumn("items", String[].class)),
                                    List.of(row.getColumn("clusters", String[].class))));
                    return all;
                });
    }

    private static String lines(List<ItemOutcome> items) {
        return items.stream().map(Documents::write).collect(Collectors.joining("\n"));
    }

    private static double[] numbers(Array column) throws SQLException {
        Double[] boxed = (Double[]) column.getArray();
        double[] numbers = new double[boxed.length];
        for (int item = 0; item < numbers.length; item++) {
            numbers[item] = boxed[item];
        }
        return numbers;
    }

    private record Columns(String list, double[] context, double[] memory, double[] correct) {}
}
