package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The responses of models to suites: complete ones, and the chunks of those that are not complete yet. */
@Singleton
public class ModelResponseRepository implements PanacheRepository<ResponseChunkEntity> {
    private static final String OF_KIND = "identity = ?1 and kind = ?2";

    /** Complete responses. */
    public Optional<StoredResponses> complete(String identity, ResponseKind kind) {
        return Optional.ofNullable(getEntityManager()
                        .find(CompleteResponsesEntity.class, new CompleteResponsesEntity.Key(identity, kind.id())))
                .map(found -> Json.read(found.document, StoredResponses.class));
    }

    /** The kinds of complete responses by identity; those of which none are complete are absent. */
    public Map<String, List<ResponseKind>> completeKinds(Collection<String> identities) {
        return getEntityManager()
                .createQuery(
                        "select identity, kind from CompleteResponses where identity in :identities", Object[].class)
                .setParameter("identities", identities)
                .getResultStream()
                .collect(Collectors.groupingBy(
                        row -> (String) row[0], Collectors.mapping(row -> kind(row[1]), Collectors.toList())));
    }

    private static ResponseKind kind(Object id) {
        return ResponseKind.valueOf(((String) id).toUpperCase(Locale.ROOT));
    }

    /** Stores complete responses and deletes their chunks. They replace those whose file is gone. */
    public void store(String identity, ResponseKind kind, StoredResponses responses) {
        getEntityManager()
                .createQuery("""
                        insert into CompleteResponses (identity, kind, document) values (:identity, :kind, :document)
                        on conflict (identity, kind) do update set document = excluded.document
                        """)
                .setParameter("identity", identity)
                .setParameter("kind", kind.id())
                .setParameter("document", Json.write(responses))
                .executeUpdate();
        delete(OF_KIND, identity, kind.id());
    }

    /**
     * What attempts have saved that computed in the same way; what others saved is deleted, since no suite may mix two
     * ways of computing.
     *
     * @param policy engine and batches
     */
    public List<ModelResponse> chunks(String identity, ResponseKind kind, String policy) {
        delete(OF_KIND + " and policy <> ?3", identity, kind.id(), policy);
        return find(OF_KIND + " order by id", identity, kind.id()).stream()
                .flatMap(chunk -> Arrays.stream(Json.read(chunk.responses, ModelResponse[].class)))
                .toList();
    }

    /**
     * Saves the responses of some items.
     *
     * @param seconds that computing them took
     */
    public void save(String identity, ResponseKind kind, String policy, List<ModelResponse> responses, double seconds) {
        // Not by persist, which would have the database return the row, responses included, for its id.
        getEntityManager()
                .createQuery("""
                        insert into ResponseChunk (identity, kind, policy, items, seconds, responses)
                        values (:identity, :kind, :policy, :items, :seconds, :responses)
                        """)
                .setParameter("identity", identity)
                .setParameter("kind", kind.id())
                .setParameter("policy", policy)
                .setParameter("items", responses.size())
                .setParameter("seconds", seconds)
                .setParameter("responses", Json.write(responses))
                .executeUpdate();
    }

    /** The progress of responses, kind by kind, by identity; those of which nothing is saved are absent. */
    public Map<String, List<ResponseProgress>> progress(Collection<String> identities) {
        if (identities.isEmpty()) {
            return Map.of();
        }
        Map<String, List<ResponseKind>> complete = completeKinds(identities);
        Map<String, List<ResponseProgress>> progress = new HashMap<>();
        complete.forEach(
                (identity, kinds) -> kinds.forEach(kind -> add(progress, identity, ResponseProgress.complete(kind))));
        getEntityManager()
                .createQuery("""
                        select identity, kind, sum(items), sum(seconds) from ResponseChunk
                        where identity in :identities group by identity, kind
                        """, Object[].class)
                .setParameter("identities", identities)
                .getResultStream()
                .filter(row ->
                        !complete.getOrDefault((String) row[0], List.of()).contains(kind(row[1])))
                .forEach(row -> add(
                        progress,
                        (String) row[0],
                        new ResponseProgress(kind(row[1]), false, ((Long) row[2]).intValue(), (Double) row[3])));
        return progress;
    }

    private static void add(Map<String, List<ResponseProgress>> progress, String identity, ResponseProgress ofKind) {
        progress.computeIfAbsent(identity, any -> new ArrayList<>()).add(ofKind);
    }

    /**
     * The progress of one kind of responses to a suite.
     *
     * @param isComplete whether all of them are stored
     * @param items in chunks that are saved
     * @param seconds that computing these took
     */
    public record ResponseProgress(ResponseKind kind, boolean isComplete, int items, double seconds) {
        static ResponseProgress complete(ResponseKind kind) {
            return new ResponseProgress(kind, true, 0, 0);
        }
    }
}
