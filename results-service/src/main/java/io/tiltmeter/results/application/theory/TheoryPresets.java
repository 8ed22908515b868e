package io.tiltmeter.results.application.theory;

import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.results.theory.TheoryExpectation;
import io.tiltmeter.results.theory.TheoryResult;
import io.tiltmeter.results.theory.TheoryRun;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The propositions of the paper as files {@code theory/<name>.json}, with what their runs show. */
public final class TheoryPresets {
    private static final List<String> NAMES = List.of("proposition-1", "proposition-2", "proposition-3");

    private final TheoryRequestReader reader;

    /** Runs are the same each time, and no larger than requests may be: computed once. */
    private List<Outcome> outcomes = List.of();

    public TheoryPresets(TheoryRequestReader reader) {
        this.reader = reader;
    }

    /**
     * A preset and what became of it.
     *
     * @param shown whether every expectation is met
     */
    public record Outcome(
            String preset,
            String title,
            String statement,
            String source,
            boolean shown,
            List<RunOutcome> runs,
            List<TheoryExpectation.Outcome> expectations) {}

    /**
     * One run of a preset.
     *
     * @param request as it can be sent
     * @param sentence the course of M_C
     */
    public record RunOutcome(String run, Object request, String sentence) {}

    /** All presets, in the order of the paper's propositions. */
    public synchronized List<Outcome> outcomes() {
        if (outcomes.isEmpty()) {
            outcomes = NAMES.stream().map(TheoryPresets::read).map(this::run).toList();
        }
        return outcomes;
    }

    private Outcome run(TheoryPreset preset) {
        Map<String, TheoryResult> results = new LinkedHashMap<>();
        preset.runs().forEach((name, json) -> {
            TheoryRequest request = reader.read(json);
            results.put(name, TheoryRun.of(request));
        });
        List<TheoryExpectation.Outcome> checked = preset.expectations().stream()
                .map(expectation -> expectation.check(results))
                .toList();
        return new Outcome(
                preset.preset(),
                preset.title(),
                preset.statement(),
                preset.source(),
                checked.stream().allMatch(TheoryExpectation.Outcome::shown),
                results.entrySet().stream()
                        .map(each -> new RunOutcome(
                                each.getKey(),
                                preset.runs().get(each.getKey()),
                                each.getValue().sentence()))
                        .toList(),
                checked);
    }

    private static TheoryPreset read(String name) {
        try (InputStream in = TheoryPresets.class.getResourceAsStream("/theory/" + name + ".json")) {
            return Json.mapper().readValue(in, TheoryPreset.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
