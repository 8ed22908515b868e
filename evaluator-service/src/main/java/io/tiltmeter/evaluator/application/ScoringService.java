package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.evaluator.persistence.ScoringRepository;
import io.tiltmeter.evaluator.persistence.ScoringRepository.StoredScoring;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shards of examples that are measured here. */
@Singleton
public class ScoringService {
    private static final int IDS_LISTED = 20;

    private final ScoringRepository scorings;

    public ScoringService(ScoringRepository scorings) {
        this.scorings = scorings;
    }

    /** Within the caller's transaction; see {@link ScoringRepository#accept}. */
    public void accept(ExamplesScoringRequested request) {
        scorings.accept(request);
    }

    /** Shards, the newest first; see {@link ScoringRepository#scorings}. */
    @Transactional
    public List<StoredScoring> list(Optional<WorkItem.Status> status, Optional<String> requestId, Page page) {
        return scorings.scorings(status, requestId, page);
    }

    /** The number of shards of each status, of all requests or of one; a status without any is absent. */
    @Transactional
    public Map<WorkItem.Status, Long> count(Optional<String> requestId) {
        return scorings.countByStatus(requestId);
    }

    /** @throws NotFound if there is no such shard */
    @Transactional
    public StoredScoring find(String requestId, int shard) {
        return scorings.scoring(ScoringTask.id(requestId, shard))
                .orElseThrow(() -> new NotFound("scoring", requestId + "/" + shard, knownIds()));
    }

    /** @return false if there is no failed shard of this id */
    @Transactional
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
