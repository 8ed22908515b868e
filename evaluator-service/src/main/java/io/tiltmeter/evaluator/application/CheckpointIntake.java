package io.tiltmeter.evaluator.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.persistence.AdoptedRunRepository;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Singleton;

/** Reads a request for checkpoints whole: its form, its sense, and the folders that it names. */
@Singleton
public class CheckpointIntake {
    private static final String SCHEMA = "checkpoint-request";

    private final RequestReader reader;
    private final AdoptedRunRepository runs;
    private final SuiteLookup suites;
    private final CheckpointDirectories directories;

    public CheckpointIntake(
            RequestReader reader, AdoptedRunRepository runs, SuiteLookup suites, CheckpointDirectories directories) {
        this.reader = reader;
        this.runs = runs;
        this.suites = suites;
        this.directories = directories;
    }

    /**
     * What a request comes to.
     *
     * @param run as it was known, or as it will be
     * @param plan its checkpoints
     */
    public record Intake(AdoptedRun run, AdoptionPlan plan) {}

    /**
     * @throws InvalidRequest with every fault at once
     */
    public Intake read(JsonNode request) {
        CheckpointRequestCheck check = new CheckpointRequestCheck(runs, suites, directories);
        reader.check(SCHEMA, CheckpointRequest.class, request, check::checkSense);
        return check.intake();
    }
}
