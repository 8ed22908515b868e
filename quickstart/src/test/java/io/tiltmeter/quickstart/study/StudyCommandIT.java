package io.tiltmeter.quickstart.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StudyCommandIT {
    private static final String PRESETS = """
            {"presets": [{"preset": "learning-rate", "version": 1, "title": "Rates", "question": "Does it?", "seeds": [41, 42],
              "mixtures": [{"mixture_id": "lab-{seed}", "seed": "{seed}"}],
              "suites": [{"suite_id": "conflict-{seed}", "seed": "{seed}"}],
              "base_runs": [{"run_name": "base-{seed}", "seed": "{seed}"}],
              "study": {"runs": {"mixture": "lab-{seed}"}, "vary": {"learning_rate": [0.001, 0.0001]}}}]}""";

    @Test
    void aPresetIsRequestedSeedBySeedAndThenItsStudy() throws IOException {
        try (FakeServices services = new FakeServices()) {
            services.respond("GET /api/v1/studies/presets", 200, PRESETS);
            Stream.of("mixtures", "suites", "runs")
                    .forEach(each -> services.respond("POST /api/v1/" + each, 202, "{}"));
            services.respond("POST /api/v1/studies", 202, "{\"runs\": 4}");
            assertEquals(0, command(services, "run", "learning-rate").call());
            assertEquals(
                    List.of(
                            "GET /api/v1/studies/presets",
                            "POST /api/v1/mixtures lab-41",
                            "POST /api/v1/suites conflict-41",
                            "POST /api/v1/runs base-41",
                            "POST /api/v1/mixtures lab-42",
                            "POST /api/v1/suites conflict-42",
                            "POST /api/v1/runs base-42",
                            "POST /api/v1/studies study-learning-rate"),
                    services.calls);
            services.calls.clear();
            assertEquals(
                    0,
                    command(services, "run", "learning-rate", "--seeds", "7", "--id", "mine")
                            .call());
            assertEquals("POST /api/v1/mixtures lab-7", services.calls.get(1));
            assertEquals("POST /api/v1/studies study-mine", services.calls.get(4));
        }
    }

    @Test
    void whatIsNotThereIsSaidWithWhatIs() throws IOException {
        try (FakeServices services = new FakeServices()) {
            services.respond("GET /api/v1/studies/presets", 200, PRESETS);
            assertEquals(
                    "there is no preset \"rates\"; known: learning-rate",
                    assertThrows(
                                    StartupException.class,
                                    () -> command(services, "run", "rates").call())
                            .getMessage());
            assertTrue(assertThrows(
                            StartupException.class,
                            () -> command(services, "show", "mine").call())
                    .getMessage()
                    .startsWith("there is no study mine at http://127.0.0.1:"));
            assertEquals(
                    "study show needs the id of a study.",
                    assertThrows(
                                    StartupException.class,
                                    () -> command(services, "show").call())
                            .getMessage());
            assertEquals(0, command(services, "list").call());
        }
    }

    @Test
    void theSeedIsANumberAloneAndPartOfATextElsewhere() throws IOException {
        ObjectMapper json = new ObjectMapper();
        assertEquals(
                json.readTree("{\"id\": \"lab-7\", \"seed\": 7}"),
                StudyCommand.withSeed(json.readTree("{\"id\": \"lab-{seed}\", \"seed\": \"{seed}\"}"), "7"));
    }

    @Test
    void cellsDifferencesAndNotesAreShown() throws IOException {
        String study = """
                {"study_id": "rate", "cells": [
                  {"condition": "fast", "seed": 41, "missing": "", "verdict": "inversion", "strength": "shown", "peak": 0.794,
                   "end": 0.283, "drop": 0.511, "standard_mean_at_end": 0.951},
                  {"condition": "slow", "seed": 41, "missing": "the run is queued, and nothing of this suite is scored"}],
                 "conditions": [{"name": "fast"}, {"name": "slow", "difference": {"sentence": "Over 1 seed."}}],
                 "notes": ["run x is not scored to its end"]}""";
        assertEquals("""
                Study rate
                fast seed 41: inversion (shown), 79.4 to 28.3 %, drop 51.1 points, standard mean 95.1 %
                slow seed 41: the run is queued, and nothing of this suite is scored
                Over 1 seed.
                Note: run x is not scored to its end
                """, StudyCommand.found(new ObjectMapper().readTree(study)));
    }

    private static StudyCommand command(FakeServices services, String... arguments) {
        StudyCommand command = new StudyCommand();
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(Stream.concat(Stream.of(arguments), Stream.of("--port", "" + services.port()))
                        .toArray(String[]::new));
        return command;
    }
}
