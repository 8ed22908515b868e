package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.results.curve.ItemList;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Lists of items. Each is kept once, under its hash, so the newest used are remembered here. */
@Singleton
public class ItemListStore {
    private static final int MAX_REMEMBERED = 64;

    private final Map<String, ItemList> remembered = Newest.mapOf(MAX_REMEMBERED);

    /** Stores a list, unless it is there. Returns its id. */
    String store(Handle handle, ItemList list) {
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

    /** The lists of these ids. */
    Map<String, ItemList> find(Handle handle, Collection<String> ids) {
        Map<String, ItemList> found = new HashMap<>();
        synchronized (remembered) {
            ids.forEach(id -> {
                ItemList list = remembered.get(id);
                if (list != null) {
                    found.put(id, list);
                }
            });
        }
        List<String> missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            Map<String, ItemList> read = handle.createQuery(
                            "select id, items, clusters from item_list where id in (<ids>)")
                    .bindList("ids", missing)
                    .reduceRows(new HashMap<>(), (all, row) -> {
                        all.put(
                                row.getColumn("id", String.class),
                                new ItemList(
                                        List.of(row.getColumn("items", String[].class)),
                                        List.of(row.getColumn("clusters", String[].class))));
                        return all;
                    });
            found.putAll(read);
            synchronized (remembered) {
                remembered.putAll(read);
            }
        }
        return found;
    }
}
