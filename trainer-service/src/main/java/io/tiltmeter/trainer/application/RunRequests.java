package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.trainer.finetuning.KnownInputs;
import io.tiltmeter.trainer.finetuning.RunRequestCheck;
import io.tiltmeter.trainer.persistence.RunRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a run request and finds every fault at once: by the JSON Schema, and in the well-formed fields by
 * {@link RunRequestCheck}. A request that has none is checked against the items of its suites.
 */
@Singleton
public final class RunRequests {
    private static final String SCHEMA = "run-request";
    private static final String STARTING_POINT = "model_name_or_path";

    private final RequestReader reader;
    private final RunRepository runs;
    private final ModelFolders folders;
    private final SuiteFits fits;

    public RunRequests(RequestReader reader, RunRepository runs, ModelFolders folders, SuiteFits fits) {
        this.reader = reader;
        this.runs = runs;
        this.folders = folders;
        this.fits = fits;
    }

    /** @throws InvalidRequest with every fault at once */
    public RunRequest read(JsonNode request) {
        return reader.checkWithDefaults(
                SCHEMA, RunRequest.class, request, (json, faults) -> checkFields(json, known(), faults));
    }

    /**
     * Every fault of a request; none if it can be accepted.
     *
     * @param known what {@link #known} has read, once for many requests
     */
    List<Fault> faults(JsonNode request, KnownInputs known) {
        try {
            reader.checkWithDefaults(
                    SCHEMA, RunRequest.class, request, (json, faults) -> checkFields(json, known, faults));
            return List.of();
        } catch (InvalidRequest e) {
            return e.faults();
        }
    }

    /** A request that was checked before, with its defaults. */
    RunRequest bind(JsonNode request) {
        return RequestReader.bind(reader.withDefaults(SCHEMA, request), RunRequest.class);
    }

    /** The names of all fields. */
    Set<String> fields() {
        return reader.fields(SCHEMA);
    }

    private void checkFields(JsonNode json, KnownInputs known, List<Fault> faults) {
        Set<String> malformed = new HashSet<>();
        faults.forEach(fault -> malformed.add(topLevel(fault.field())));
        if (malformed.contains("model_config")) {
            malformed.add(STARTING_POINT);
        }
        RunRequest request = wellFormedPart(json, malformed);
        Map<String, String> sent = new HashMap<>();
        json.properties()
                .forEach(field -> sent.put(field.getKey(), field.getValue().asText()));
        List<Fault> further = new ArrayList<>(RunRequestCheck.faults(request, sent));
        further.addAll(RunRequestCheck.startingPointFaults(request, known));
        further.removeIf(fault -> malformed.contains(topLevel(fault.field())));
        if (faults.isEmpty() && further.isEmpty()) {
            further.addAll(fits.faults(request.settings()));
        }
        faults.addAll(further);
    }

    /** The request without its malformed fields; a required name that is missing is filled in, and its faults are dropped. */
    private RunRequest wellFormedPart(JsonNode json, Set<String> malformed) {
        ObjectNode sound = json.deepCopy();
        sound.remove(malformed);
        for (String required : List.of("run_name", "mixture")) {
            if (!sound.has(required)) {
                sound.put(required, "unnamed");
            }
        }
        try {
            return Json.mapper().treeToValue(reader.withDefaults(SCHEMA, sound), RunRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema accepted what is no run request: " + sound, e);
        }
    }

    /** What runs may start from now. */
    KnownInputs known() {
        List<String> modelFolders = folders.names();
        return QuarkusTransaction.requiringNew()
                .call(() -> new KnownInputs(runs.adapterIds(), modelFolders, folders::checked));
    }

    /** {@code suites[2]} as {@code suites}. */
    private static String topLevel(String field) {
        return field.replaceFirst("[.\\[].*", "");
    }
}
