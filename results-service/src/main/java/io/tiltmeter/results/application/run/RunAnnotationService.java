package io.tiltmeter.results.application.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunAnnotated;
import io.tiltmeter.contracts.event.RunAnnotation;
import io.tiltmeter.results.persistence.DeletionRepository;
import io.tiltmeter.results.persistence.RunAnnotationRepository;
import io.tiltmeter.results.persistence.RunRepository;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Names, tags and notes that users give to runs. */
@Singleton
public class RunAnnotationService {
    private static final Logger LOG = Logger.getLogger(RunAnnotationService.class);
    private static final String SCHEMA = "run-annotation-request";

    private final RequestReader requests;
    private final DeletionRepository deletions;
    private final RunRepository runs;
    private final RunAnnotationRepository annotations;
    private final RunQueries queries;
    private final Outbox outbox;

    public RunAnnotationService(
            RequestReader requests,
            DeletionRepository deletions,
            RunRepository runs,
            RunAnnotationRepository annotations,
            RunQueries queries,
            Outbox outbox) {
        this.requests = requests;
        this.deletions = deletions;
        this.runs = runs;
        this.annotations = annotations;
        this.queries = queries;
        this.outbox = outbox;
    }

    /**
     * Changes what is said of a run, and publishes it. What changes nothing is not published.
     *
     * @param sent a JSON merge patch (RFC 7396) of a {@link RunAnnotation}
     * @throws InvalidRequest with every fault of it
     * @throws NotFound if no event of such a run has arrived
     */
    @Transactional
    public void annotate(String runId, JsonNode sent) {
        JsonNode patch = requests.check(SCHEMA, JsonNode.class, sent, RunAnnotationService::checkTags);
        runs.lock(runId);
        StoredRun run = queries.find(runId);
        RunAnnotation annotation = patched(run.annotation(), patch);
        if (!annotation.equals(run.annotation())) {
            RunAnnotated event = new RunAnnotated(
                    runId, run.annotated().map(RunAnnotated::revision).orElse(0L) + 1, annotation, now(run));
            annotations.accept(event);
            outbox.append(EventTypes.RUN_ANNOTATED, runId, event);
            LOG.infof("run annotated run=%s revision=%d", runId, event.revision());
        }
    }

    /** Now in milliseconds, but later than what was said of the run before, and than its deletion: what is latest counts. */
    private Instant now(StoredRun run) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Stream.concat(
                        run.annotated().map(RunAnnotated::annotatedAt).stream(),
                        deletions.deletedAt(run.state().runId()).stream())
                .map(before -> before.plusMillis(1))
                .reduce(now, (one, other) -> one.isAfter(other) ? one : other);
    }

    /**
     * Stores an annotation, in the transaction that consumes its event; one that a client sent to this database is stored already, and one
     * of a run that was deleted since changes nothing.
     */
    public void accept(RunAnnotated event) {
        runs.lock(event.runId());
        boolean deletedSince = deletions
                .deletedAt(event.runId())
                .filter(deletedAt -> !event.annotatedAt().isAfter(deletedAt))
                .isPresent();
        if (!deletedSince) {
            annotations.accept(event);
        }
    }

    private static RunAnnotation patched(RunAnnotation before, JsonNode patch) {
        ObjectNode fields = Json.mapper().valueToTree(before);
        fields.setAll((ObjectNode) patch);
        return RequestReader.bind(fields, RunAnnotation.class);
    }

    /** No schema says which element of a list is there already. */
    private static void checkTags(JsonNode sent, List<Fault> faults) {
        Set<String> seen = new HashSet<>();
        JsonNode tags = sent.path("tags");
        for (int i = 0; i < tags.size() && i < RunAnnotation.MAX_TAGS; i++) {
            String tag = tags.path(i).asText();
            if (!seen.add(tag)) {
                faults.add(new Fault("tags[" + i + "]", tag, "is in the list already", "send each tag once"));
            }
        }
    }
}
