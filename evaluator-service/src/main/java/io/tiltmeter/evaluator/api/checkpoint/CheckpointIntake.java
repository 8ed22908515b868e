package io.tiltmeter.evaluator.api.checkpoint;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.store.AdoptedRunTable;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.InputStream;

/** Reads a request for checkpoints whole: its form, its sense, and the folders that it names. */
@Singleton
public class CheckpointIntake {
    private static final String SCHEMA = "checkpoint-request";

    private final RequestReader reader;
    private final AdoptedRunTable runs;
    private final KnownSuites suites;
    private final CheckpointDirectories directories;

    @Inject
    public CheckpointIntake(
            RequestReader reader, AdoptedRunTable runs, KnownSuites suites, CheckpointDirectories directories) {
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
    record Intake(AdoptedRun run, AdoptionPlan plan) {}

    /**
     * @param query settings of the run that the body does not carry
     * @throws InvalidRequest with every fault at once
     */
    Intake read(InputStream body, MultivaluedMap<String, String> query) {
        CheckpointRequestCheck check = new CheckpointRequestCheck(runs, suites, directories);
        reader.check(
                SCHEMA,
                CheckpointRequest.class,
                RequestedRun.with(RequestReader.parse(body), query),
                check::checkSense);
        return check.intake();
    }
}
