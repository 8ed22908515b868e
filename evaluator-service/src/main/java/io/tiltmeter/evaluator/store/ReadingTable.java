package io.tiltmeter.evaluator.store;

import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.evaluation.Part;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What models gave for suites: whole readings, and the chunks of those that are not whole yet. */
@Singleton
public class ReadingTable {

    /** A whole reading. */
    public Optional<StoredReading> whole(Handle handle, String identity, Part part) {
        return handle.createQuery("select document from reading where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", part.id())
                .map((row, context) -> Documents.read(row.getString("document"), StoredReading.class))
                .findOne();
    }

    /** Stores a whole reading; its chunks are let go. It takes the place of one whose file is gone. */
    public void store(Handle handle, String identity, Part part, StoredReading reading) {
        handle.createUpdate("""
                        insert into reading (identity, part, document) values (:identity, :part, :document)
                        on conflict (identity, part) do update set document = excluded.document
                        """)
                .bind("identity", identity)
                .bind("part", part.id())
                .bind("document", Documents.write(reading))
                .execute();
        forget(handle, identity, part);
    }

    /**
     * What attempts have kept that computed in the same way; what others kept is let go, since a suite of two ways of
     * computing would be neither.
     *
     * @param policy engine and batches
     */
    public List<ItemReading> chunks(Handle handle, String identity, Part part, String policy) {
        handle.createUpdate("""
                        delete from reading_chunk where identity = :identity and part = :part and policy <> :policy
                        """)
                .bind("identity", identity)
                .bind("part", part.id())
                .bind("policy", policy)
                .execute();
        return handle
                .createQuery("select readings from reading_chunk where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", part.id())
                .map((row, context) -> Documents.read(row.getString("readings"), ItemReading[].class))
                .stream()
                .flatMap(Arrays::stream)
                .toList();
    }

    /**
     * Keeps some items' readings.
     *
     * @param seconds that reading them took
     */
    public void keep(
            Handle handle, String identity, Part part, String policy, List<ItemReading> readings, double seconds) {
        handle.createUpdate("""
                        insert into reading_chunk (identity, part, policy, items, seconds, readings)
                        values (:identity, :part, :policy, :items, :seconds, :readings)
                        """)
                .bind("identity", identity)
                .bind("part", part.id())
                .bind("policy", policy)
                .bind("items", readings.size())
                .bind("seconds", seconds)
                .bind("readings", Documents.write(readings))
                .execute();
    }

    /** How far open readings are, by identity; those of which nothing is kept are absent. */
    public Map<String, ReadingProgress> progress(Handle handle, List<String> identities) {
        if (identities.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery("""
                        select identity, sum(whole) as whole, sum(items) as items, sum(seconds) as seconds from (
                            select identity, 1 as whole, 0 as items, 0 as seconds from reading
                            where identity in (<identities>)
                            union all
                            select identity, 0, items, seconds from reading_chunk where identity in (<identities>)) kept
                        group by identity
                        """)
                .bindList("identities", identities)
                .map((row, context) -> Map.entry(
                        row.getString("identity"),
                        new ReadingProgress(row.getInt("whole"), row.getInt("items"), row.getDouble("seconds"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void forget(Handle handle, String identity, Part part) {
        handle.createUpdate("delete from reading_chunk where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", part.id())
                .execute();
    }

    /**
     * How far the readings of a suite are.
     *
     * @param wholeParts parts that are whole
     * @param items of the open part that are kept
     * @param seconds that reading these took
     */
    public record ReadingProgress(int wholeParts, int items, double seconds) {}
}
