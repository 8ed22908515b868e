package io.tiltmeter.results.application.theory;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.results.theory.TheoryRun;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.util.List;

/** Reads requests for runs of the one-layer model, from a body or a command line, by one set of rules. */
public final class TheoryRequestReader {
    /** Outputs that a run may compute: about half a second of one core, and two where W_V is trained and others work too. */
    public static final long MAX_OUTPUTS = 20_000_000;

    private static final String SCHEMA = "theory-request";
    private static final List<String> CLASSES =
            List.of("context_critical", "non_context_critical", "subject_critical", "counterfactual");
    private static final List<String> OTHER_SIZES = List.of("tests", "held_out", "spare_answers", "steps", "points");

    private final RequestReader requests;

    public TheoryRequestReader(RequestReader requests) {
        this.requests = requests;
    }

    /**
     * A request with the defaults in the fields that it leaves out.
     *
     * @throws io.tiltmeter.contracts.InvalidRequest with every fault
     */
    public TheoryRequest read(JsonNode json) {
        return requests.checkWithDefaults(SCHEMA, TheoryRequest.class, json, this::check);
    }

    /** What the schema does not say. Each field may have any type. */
    private void check(JsonNode sent, List<Fault> faults) {
        JsonNode request = requests.withDefaults(SCHEMA, sent);
        checkRange(request, "delta_m", faults);
        checkRange(request, "test_delta_m", faults);
        checkLoggedSteps(sent, request, faults);
        boolean areSizesKnown = CLASSES.stream().allMatch(field -> isSize(request, field))
                && OTHER_SIZES.stream().allMatch(field -> isSize(request, field));
        boolean isOneReported = faults.stream()
                .anyMatch(fault -> CLASSES.contains(fault.field()) || OTHER_SIZES.contains(fault.field()));
        if (areSizesKnown && !isOneReported) {
            checkWork(request, faults);
        }
    }

    private static boolean isSize(JsonNode request, String field) {
        return request.path(field).canConvertToExactIntegral()
                && request.path(field).canConvertToInt()
                && request.path(field).intValue() >= 0;
    }

    private static void checkRange(JsonNode request, String field, List<Fault> faults) {
        JsonNode pair = request.path(field);
        if (pair.size() == 2
                && pair.path(0).isNumber()
                && pair.path(1).isNumber()
                && pair.get(0).doubleValue() > pair.get(1).doubleValue()) {
            faults.add(
                    new Fault(field, pair.toString(), "the lowest, then the highest", "send them the other way round"));
        }
    }

    private static void checkLoggedSteps(JsonNode sent, JsonNode request, List<Fault> faults) {
        JsonNode logged = sent.path("logged_steps");
        if (!logged.isMissingNode() && sent.has("points")) {
            faults.add(new Fault(
                    "points",
                    sent.get("points").toString(),
                    "is only without logged_steps, which says exactly which steps are reported",
                    "leave one of them out"));
        }
        int steps = isSize(request, "steps") ? request.path("steps").intValue() : Integer.MAX_VALUE;
        for (int i = 0; logged.isArray() && i < logged.size(); i++) {
            if (logged.get(i).isNumber() && logged.get(i).doubleValue() > steps) {
                faults.add(new Fault(
                        "logged_steps[" + i + "]",
                        logged.get(i).toString(),
                        "at most steps, " + steps,
                        "leave it out, or raise steps"));
            }
        }
    }

    private static void checkWork(JsonNode request, List<Fault> faults) {
        int examples = CLASSES.stream()
                .mapToInt(field -> request.path(field).intValue())
                .sum();
        if (examples == 0) {
            faults.add(new Fault(
                    String.join(", ", CLASSES),
                    "0",
                    "there is no example to train on",
                    "send at least one example of a class"));
            return;
        }
        int points = request.has("logged_steps")
                ? request.path("logged_steps").size()
                : request.path("points").intValue();
        int steps = request.path("steps").intValue();
        long outputs = outputs(request, steps, points);
        if (outputs > MAX_OUTPUTS) {
            long ofPoints = outputs(request, 0, points);
            long fitting = (MAX_OUTPUTS - ofPoints) / Math.max(1, outputs(request, 1, points) - ofPoints);
            faults.add(new Fault(
                    "steps",
                    Integer.toString(steps),
                    "with these examples and points the run computes " + outputs + " outputs, and at most "
                            + MAX_OUTPUTS + " are computed for one request",
                    fitting < 1
                            ? "send fewer examples, tests or points"
                            : "send at most " + fitting + " steps, or fewer examples, tests or points"));
        }
    }

    private static long outputs(JsonNode request, int steps, int points) {
        long examples = 0;
        for (String field : CLASSES) {
            examples += request.path(field).intValue();
        }
        long tests = request.path("tests").intValue();
        long heldOut = request.path("held_out").intValue();
        long twice = tests + request.path("counterfactual").intValue();
        long tokens = 2 * (examples + tests + heldOut)
                + twice
                + request.path("spare_answers").intValue()
                + 1;
        return TheoryRun.outputs(tokens, examples, steps, tests + heldOut, points);
    }
}
