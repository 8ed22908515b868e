package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.evaluation.Part;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What models gave for suites: whole readings, and the chunks of those that are not whole yet. */
@Singleton
public class ModelResponseRepository {

    /** A whole reading. */
    public Optional<StoredResponses> whole(Handle handle, String identity, Part part) {
        return handle.createQuery("select document from reading where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", part.id())
                .map((row, context) -> Documents.read(row.getString("document"), StoredResponses.class))
                .findOne();
    }

    /** Stores a whole reading; its chunks are let go. It takes the place of one whose file is gone. */
    public void store(Handle handle, String identity, Part part, StoredResponses reading) {
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

    /** How far readings are, part by part, by identity; those of which nothing is kept are absent. */
    public Map<String, List<ReadingProgress>> progress(Handle handle, List<String> identities) {
        if (identities.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery("""
                        select identity, part, bool_or(whole) as whole, sum(items) as items, sum(seconds) as seconds
                        from (
                            select identity, part, true as whole, 0 as items, 0 as seconds from reading
                            where identity in (<identities>)
                            union all
                            select identity, part, false, items, seconds from reading_chunk
                            where identity in (<identities>)) kept
                        group by identity, part
                        """)
                .bindList("identities", identities)
                .map((row, context) -> Map.entry(
                        row.getString("identity"),
                        new ReadingProgress(
                                Part.valueOf(row.getString("part").toUpperCase(Locale.ROOT)),
                                row.getBoolean("whole"),
                                row.getInt("items"),
                                row.getDouble("seconds"))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static void forget(Handle handle, String identity, Part part) {
        handle.createUpdate("delete from reading_chunk where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", part.id())
                .execute();
    }

    /**
     * How far one part of a suite is read.
     *
     * @param part which one
     * @param isWhole whether all of it is there
     * @param items in chunks that are kept
     * @param seconds that reading these took
     */
    public record ReadingProgress(Part part, boolean isWhole, int items, double seconds) {}
}
