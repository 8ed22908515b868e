package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The items of each version of a suite. */
@Singleton
public class ItemRepository implements PanacheRepositoryBase<SuiteItemEntity, SuiteItemEntity.Id> {
    public boolean holds(String itemsSha256) {
        return !getEntityManager()
                .createQuery("select 1 from SuiteItem where itemsSha256 = :hash", Integer.class)
                .setParameter("hash", itemsSha256)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Stores all items of a version of a suite; a second time changes nothing. */
    public void store(String itemsSha256, List<SuiteItem> items) {
        // Native: one statement for all of them, from arrays.
        getEntityManager()
                .createNativeQuery("""
                        insert into suite_item (items_sha256, item_id, document)
                        select :hash, unnest(:ids), unnest(:documents)
                        on conflict (items_sha256, item_id) do nothing
                        """)
                .setParameter("hash", itemsSha256)
                .setParameter("ids", items.stream().map(SuiteItem::id).toArray(String[]::new))
                .setParameter("documents", items.stream().map(Json::write).toArray(String[]::new))
                .executeUpdate();
    }

    /** All items of a version of a suite, by item id; none if its file was never read. */
    public List<SuiteItem> all(String itemsSha256) {
        return find("itemsSha256", itemsSha256).stream()
                .map(item -> item.document)
                .sorted(Comparator.comparing(SuiteItem::id))
                .toList();
    }

    /** Some items of a version of a suite, by their ids; absent where the suite's file did not hold them. */
    public Map<String, SuiteItem> items(String itemsSha256, Collection<String> itemIds) {
        return find("itemsSha256 = ?1 and itemId in ?2", itemsSha256, itemIds).stream()
                .map(item -> item.document)
                .collect(Collectors.toMap(SuiteItem::id, Function.identity()));
    }
}
