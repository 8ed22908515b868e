package io.tiltmeter.evaluator.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.servicekit.rest.EventAwaited;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Singleton;

/** Reads a request for checkpoints completely: its fields, and the run and the folders that it names. */
@Singleton
public class CheckpointRequestReader {
    static final String SCHEMA = "checkpoint-request";

    private final RequestReader reader;
    private final AdoptionService runs;
    private final SuiteLookup suites;
    private final CheckpointDirectories directories;

    public CheckpointRequestReader(
            RequestReader reader, AdoptionService runs, SuiteLookup suites, CheckpointDirectories directories) {
        this.reader = reader;
        this.runs = runs;
        this.suites = suites;
        this.directories = directories;
    }

    /**
     * A request that can be accepted.
     *
     * @param run the existing run, or a new one
     */
    public record Adoption(AdoptedRun run, AdoptionPlan plan) {}

    /**
     * @throws EventAwaited if suites are unknown and nothing else is wrong
     * @throws InvalidRequest with every fault at once
     */
    public Adoption read(JsonNode request) {
        CheckpointRequestCheck check = new CheckpointRequestCheck(reader, runs, suites, directories);
        reader.check(SCHEMA, JsonNode.class, request, check::check);
        return check.adoption();
    }
}
