package io.tiltmeter.evaluator.persistence;

import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The responses of models to suites: complete ones, and the chunks of those that are not complete yet. */
@Singleton
public class ModelResponseRepository {

    /** Complete responses. */
    public Optional<StoredResponses> complete(Handle handle, String identity, ResponseKind kind) {
        return handle.createQuery("select document from reading where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", kind.id())
                .map(Documents.in("document", StoredResponses.class))
                .findOne();
    }

    /** Stores complete responses and deletes their chunks. They replace those whose file is gone. */
    public void store(Handle handle, String identity, ResponseKind kind, StoredResponses responses) {
        handle.createUpdate("""
                        insert into reading (identity, part, document) values (:identity, :part, :document)
                        on conflict (identity, part) do update set document = excluded.document
                        """)
                .bind("identity", identity)
                .bind("part", kind.id())
                .bind("document", Documents.write(responses))
                .execute();
        deleteChunks(handle, identity, kind);
    }

    /**
     * What attempts have saved that computed in the same way; what others saved is deleted, since no suite may mix two
     * ways of computing.
     *
     * @param policy engine and batches
     */
    public List<ModelResponse> chunks(Handle handle, String identity, ResponseKind kind, String policy) {
        handle.createUpdate("""
                        delete from reading_chunk where identity = :identity and part = :part and policy <> :policy
                        """)
                .bind("identity", identity)
                .bind("part", kind.id())
                .bind("policy", policy)
                .execute();
        return handle
                .createQuery("select readings from reading_chunk where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", kind.id())
                .map(Documents.in("readings", ModelResponse[].class))
                .stream()
                .flatMap(Arrays::stream)
                .toList();
    }

    /**
     * Saves the responses of some items.
     *
     * @param seconds that computing them took
     */
    public void save(
            Handle handle,
            String identity,
            ResponseKind kind,
            String policy,
            List<ModelResponse> responses,
            double seconds) {
        handle.createUpdate("""
                        insert into reading_chunk (identity, part, policy, items, seconds, readings)
                        values (:identity, :part, :policy, :items, :seconds, :readings)
                        """)
                .bind("identity", identity)
                .bind("part", kind.id())
                .bind("policy", policy)
                .bind("items", responses.size())
                .bind("seconds", seconds)
                .bind("readings", Documents.write(responses))
                .execute();
    }

    /** The progress of responses, kind by kind, by identity; those of which nothing is saved are absent. */
    public Map<String, List<ResponseProgress>> progress(Handle handle, List<String> identities) {
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
                        new ResponseProgress(
                                ResponseKind.valueOf(row.getString("part").toUpperCase(Locale.ROOT)),
                                row.getBoolean("whole"),
                                row.getInt("items"),
                                row.getDouble("seconds"))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static void deleteChunks(Handle handle, String identity, ResponseKind kind) {
        handle.createUpdate("delete from reading_chunk where identity = :identity and part = :part")
                .bind("identity", identity)
                .bind("part", kind.id())
                .execute();
    }

    /**
     * The progress of one kind of responses to a suite.
     *
     * @param isComplete whether all of them are stored
     * @param items in chunks that are saved
     * @param seconds that computing these took
     */
    public record ResponseProgress(ResponseKind kind, boolean isComplete, int items, double seconds) {}
}
