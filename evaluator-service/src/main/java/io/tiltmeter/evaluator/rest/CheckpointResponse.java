package io.tiltmeter.evaluator.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.evaluator.persistence.AdoptionRepository.StoredAdoption;
import io.tiltmeter.evaluator.persistence.StoredWork;
import java.time.Instant;
import java.util.Optional;

/**
 * One checkpoint from elsewhere, as REST shows it.
 *
 * @param id run and step
 * @param step optimizer steps taken
 * @param path the folder, from one of the directories that checkpoints are read from
 * @param base that of the model before finetuning
 * @param status of its adoption; once it is done, evaluations of it follow
 * @param attempts how often it was begun
 * @param acceptedAt when it was first sent
 * @param finishedAt when it was adopted or given up
 * @param model the manifest of the copy; equal files have an equal hash, under whatever name they were sent
 * @param weightsSha256 which weights these are, as the event checkpoint-ready says
 * @param reason why the newest attempt failed
 */
public record CheckpointResponse(
        String id,
        String runId,
        int step,
        String path,
        Optional<String> base,
        WorkStatus status,
        int attempts,
        Instant acceptedAt,
        Optional<Instant> finishedAt,
        Optional<ArtifactRef> model,
        Optional<String> weightsSha256,
        Optional<String> reason) {

    static CheckpointResponse of(StoredAdoption stored) {
        StoredWork work = stored.work();
        return new CheckpointResponse(
                stored.task().runId() + "/" + stored.task().step(),
                stored.task().runId(),
                stored.task().step(),
                stored.task().folder(),
                stored.task().base().filter(base -> !base.equals(stored.task().folder())),
                WorkStatus.of(work.status()),
                work.attempts(),
                stored.acceptedAt(),
                work.finishedAt(),
                stored.event().map(CheckpointReady::model),
                stored.event().map(CheckpointReady::weightsSha256),
                work.reason());
    }
}
