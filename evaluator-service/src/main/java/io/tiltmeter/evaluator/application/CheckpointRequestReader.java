package io.tiltmeter.evaluator.application;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.adoption.LocatedFolder;
import io.tiltmeter.evaluator.adoption.TemplateChoice;
import io.tiltmeter.servicekit.rest.EventAwaited;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads a request for checkpoints completely: its fields, and the run and the folders that it names. */
@Singleton
public class CheckpointRequestReader {
    static final String SCHEMA = "checkpoint-request";

    private final RequestReader reader;
    private final AdoptionService runs;
    private final SuiteLookup suites;
    private final CheckpointDirectories directories;
    private final SuiteFits fits;

    public CheckpointRequestReader(
            RequestReader reader,
            AdoptionService runs,
            SuiteLookup suites,
            CheckpointDirectories directories,
            SuiteFits fits) {
        this.reader = reader;
        this.runs = runs;
        this.suites = suites;
        this.directories = directories;
        this.fits = fits;
    }

    /**
     * A request that can be accepted.
     *
     * @param run the existing run, or a new one; empty while a training in progress has not written yet what tells its
     *     template
     * @param template what the files told of it, where the request left it to them
     * @param firstPrompt of a new run, as the model reads it, with special tokens
     */
    public record Adoption(
            String runId,
            Optional<AdoptedRun> run,
            AdoptionPlan plan,
            Optional<TemplateChoice> template,
            Optional<String> firstPrompt) {}

    /** Whether a request is a hook's that its trainer is done. */
    public static boolean isEnd(JsonNode request) {
        return request.path("event").asText().equals("end");
    }

    /**
     * The run that a hook ends, found by its id or its output directory; other settings of the run may be beside them.
     *
     * @throws InvalidRequest if no run from elsewhere is known by them
     */
    public AdoptedRun readEnd(JsonNode request) {
        Optional<String> id = text(request, "run_id");
        Optional<String> output = text(request, "output_dir");
        Optional<AdoptedRun> run = id.isPresent()
                ? runs.run(id.get())
                : output.flatMap(directories::look).map(LocatedFolder::path).flatMap(runs::writingTo);
        reader.check(SCHEMA, JsonNode.class, request, (json, faults) -> {
            for (String field : List.of("path", "checkpoint_dir")) {
                if (json.has(field)) {
                    faults.add(new Fault(
                            field,
                            json.get(field).asText(),
                            "is not of event end, which brings no checkpoint",
                            "send the checkpoint with event save, and then end without it"));
                }
            }
            if (run.isEmpty()) {
                faults.add(new Fault(
                        id.isPresent() || output.isEmpty() ? "run_id" : "output_dir",
                        id.or(() -> output).orElse(""),
                        id.isPresent() && runs.isTrained(id.get())
                                ? "is a run of the trainer, which ends by itself"
                                : "is of no run that is known",
                        "send the run_id or output_dir of a run whose checkpoints were sent here"));
            }
        });
        return run.orElseThrow();
    }

    private static Optional<String> text(JsonNode request, String field) {
        return Optional.of(request.path(field).asText()).filter(text -> !text.isEmpty());
    }

    /**
     * @throws EventAwaited if suites are unknown and nothing else is wrong
     * @throws InvalidRequest with every fault at once
     */
    public Adoption read(JsonNode request) {
        CheckpointRequestCheck check = new CheckpointRequestCheck(reader, runs, suites, directories, fits);
        reader.check(SCHEMA, JsonNode.class, request, check::check);
        return check.adoption();
    }
}
