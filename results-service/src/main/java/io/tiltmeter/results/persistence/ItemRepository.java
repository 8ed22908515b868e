package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.suite.SuiteItem;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The items of each version of a suite. */
@Singleton
public class ItemRepository {
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

    /** All items of a version of a suite, by item id; none if its file was never read. */
    public List<SuiteItem> all(Handle handle, String itemsSha256) {
        return handle.createQuery(
                        "select document from suite_item where items_sha256 = :hash order by item_id collate \"C\"")
                .bind("hash", itemsSha256)
                .mapTo(String.class)
                .map(text -> Documents.read(text, SuiteItem.class))
                .list();
    }

    /** Some items of a version of a suite, by their ids; absent where the suite's file did not hold them. */
    public Map<String, SuiteItem> find(Handle handle, String itemsSha256, Collection<String> itemIds) {
        Map<String, SuiteItem> found = new HashMap<>();
        if (!itemIds.isEmpty()) {
            handle.createQuery("""
                            select document from suite_item where items_sha256 = :hash and item_id in (<ids>)
                            """)
                    .bind("hash", itemsSha256)
                    .bindList("ids", List.copyOf(itemIds))
                    .mapTo(String.class)
                    .map(text -> Documents.read(text, SuiteItem.class))
                    .forEach(item -> found.put(item.id(), item));
        }
        return found;
    }
}
