package io.tiltmeter.results.persistence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.results.curve.ItemList;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.curve.SuiteOutcomes;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The outcomes of an evaluation's items: numbers in columns, and the whole of each in blocks of JSON lines. */
@Singleton
public class OutcomeRepository implements PanacheRepositoryBase<OutcomeColumnsEntity, Long> {
    private static final int BLOCK_ITEMS = 256;

    /** Blocks that are in memory at the same time while they are written. */
    private static final int ROWS_AT_ONCE = 32;

    /** Of the names in the cached lists together: one list can have megabytes. */
    private static final long MAX_CACHED_CHARACTERS = 16 << 20;

    /** Most evaluations of a run have the same items, and a list never changes. */
    private final Cache<String, ItemList> lists = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_CHARACTERS)
            .weigher(OutcomeRepository::characters)
            .build();

    private static int characters(String id, ItemList list) {
        int characters = id.length();
        for (int item = 0; item < list.size(); item++) {
            characters += list.id(item).length() + list.cluster(item).length();
        }
        return characters;
    }

    void store(long evaluationId, SuiteOutcomes outcomes) {
        ItemShares shares = outcomes.shares();
        OutcomeColumnsEntity columns = new OutcomeColumnsEntity();
        columns.evaluationId = evaluationId;
        columns.itemList = store(shares.items());
        columns.context = shares.context();
        columns.memory = shares.memory();
        columns.correct = shares.correct();
        columns.margin = shares.marginNats().length == 0 ? null : shares.marginNats();
        List<Object> rows = new ArrayList<>(List.of(columns));
        List<ItemOutcome> items = outcomes.items();
        for (int first = 0; first < items.size(); first += BLOCK_ITEMS) {
            if (rows.size() == ROWS_AT_ONCE) {
                write(rows);
            }
            OutcomeBlockEntity block = new OutcomeBlockEntity();
            block.evaluationId = evaluationId;
            block.block = first / BLOCK_ITEMS;
            block.documents = items.subList(first, Math.min(first + BLOCK_ITEMS, items.size())).stream()
                    .map(Json::write)
                    .collect(Collectors.joining("\n"));
            rows.add(block);
        }
        write(rows);
    }

    /** Written and let go: every query of the same transaction would look through all of them for changes. */
    private void write(List<Object> rows) {
        rows.forEach(getEntityManager()::persist);
        flush();
        rows.forEach(getEntityManager()::detach);
        rows.clear();
    }

    /** The numbers of evaluations, by their ids; those imported without items are absent. */
    public Map<Long, ItemShares> shares(Collection<Long> evaluationIds) {
        if (evaluationIds.isEmpty()) {
            return Map.of();
        }
        List<Columns> columns = getEntityManager()
                .createQuery("""
                        select evaluationId, itemList, context, memory, correct, margin from OutcomeColumns
                        where evaluationId = one_of_numbers(:ids)
                        """, Columns.class)
                .setParameter("ids", evaluationIds.toArray(Long[]::new))
                .getResultList();
        Map<String, ItemList> items =
                lists.getAll(columns.stream().map(Columns::list).collect(Collectors.toSet()), this::lists);
        return columns.stream()
                .collect(Collectors.toMap(
                        Columns::id,
                        each -> new ItemShares(
                                items.get(each.list()),
                                each.context(),
                                each.memory(),
                                each.correct(),
                                each.margin() == null ? new double[0] : each.margin())));
    }

    /**
     * Whole outcomes.
     *
     * @param indices in the evaluation's list of items, ascending
     */
    public List<ItemOutcome> documents(long evaluationId, int[] indices) {
        if (indices.length == 0) {
            return List.of();
        }
        Map<Integer, String[]> blocks = new HashMap<>();
        getEntityManager()
                .createQuery(
                        "from OutcomeBlock where evaluationId = :id and block in :blocks", OutcomeBlockEntity.class)
                .setParameter("id", evaluationId)
                .setParameter(
                        "blocks",
                        Arrays.stream(indices)
                                .map(index -> index / BLOCK_ITEMS)
                                .distinct()
                                .boxed()
                                .toList())
                .getResultStream()
                .forEach(each -> blocks.put(each.block, each.documents.split("\n")));
        return Arrays.stream(indices)
                .mapToObj(index -> Json.read(blocks.get(index / BLOCK_ITEMS)[index % BLOCK_ITEMS], ItemOutcome.class))
                .toList();
    }

    /** Stores a list of items, once, and returns its id: a hash of the list. */
    private String store(ItemList list) {
        String id = hash(list);
        boolean known = getEntityManager()
                        .createQuery("select count(*) from ItemList where id = :id", Long.class)
                        .setParameter("id", id)
                        .getSingleResult()
                > 0;
        if (!known) {
            getEntityManager()
                    .createQuery("insert into ItemList (id, items, clusters) values (:id, :items, :clusters)"
                            + " on conflict (id) do nothing")
                    .setParameter("id", id)
                    .setParameter("items", list.ids().toArray(String[]::new))
                    .setParameter("clusters", list.clusters().toArray(String[]::new))
                    .executeUpdate();
        }
        return id;
    }

    /** Of the lines of a list, an item's id and its cluster between tabs, line by line: all of them may be long. */
    private static String hash(ItemList list) {
        MessageDigest digest = Sha256.newDigest();
        for (int item = 0; item < list.size(); item++) {
            String line = (item == 0 ? "" : "\n") + list.id(item) + '\t' + list.cluster(item);
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.hex(digest);
    }

    private Map<String, ItemList> lists(Set<? extends String> ids) {
        return getEntityManager()
                .createQuery("from ItemList where id in :ids", ItemListEntity.class)
                .setParameter("ids", ids)
                .getResultStream()
                .collect(Collectors.toMap(each -> each.id, ItemListEntity::toRecord));
    }

    record Columns(Long id, String list, double[] context, double[] memory, double[] correct, double[] margin) {}
}
