package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.evaluator.persistence.ScoringRepository;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The shards of examples that are measured here. */
@Singleton
public class ScoringService {
    private static final int IDS_LISTED = 20;

    private final ScoringRepository scorings;

    public ScoringService(ScoringRepository scorings) {
        this.scorings = scorings;
    }

    /** Within the caller's transaction; see {@link ScoringRepository#accept}. */
    public void accept(Handle handle, ExamplesScoringRequested request) {
        scorings.accept(handle, request);
    }

    /** Shards, the newest first; see {@link ScoringRepository#list}. */
    public List<StoredScoring> list(Optional<WorkItem.Status> status, Optional<String> requestId, Page page) {
        return scorings.list(status, requestId, page);
    }

    /** The number of shards of each status, of all requests or of one; a status without any is absent. */
    public Map<WorkItem.Status, Long> count(Optional<String> requestId) {
        return scorings.count(requestId);
    }

    /** @throws NotFound if there is no such shard */
    public StoredScoring find(String requestId, int shard) {
        return scorings.find(ScoringTask.id(requestId, shard))
                .orElseThrow(() -> new NotFound("scoring", requestId + "/" + shard, knownIds()));
    }

    /** @return false if there is no failed shard of this id */
    public boolean retry(String requestId, int shard) {
        return scorings.retry(ScoringTask.id(requestId, shard));
    }

    private List<String> knownIds() {
        return list(Optional.empty(), Optional.empty(), new Page(IDS_LISTED, 0)).stream()
                .map(stored -> stored.task().request())
                .map(request -> request.requestId() + "/" + request.shard())
                .toList();
    }
}
