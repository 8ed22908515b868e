package io.tiltmeter.quickstart.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                            "GET /api/v1/studies/learning-rate-v1",
                            "POST /api/v1/studies study-learning-rate-v1"),
                    services.calls);
            services.calls.clear();
            assertEquals(
                    0,
                    command(services, "run", "learning-rate", "--seeds", "7", "--id", "mine")
                            .call());
            assertEquals("POST /api/v1/mixtures lab-7", services.calls.get(1));
            assertEquals("POST /api/v1/studies study-mine", services.calls.get(5));
            services.respond("GET /api/v1/studies/mine", 200, "{}");
            services.respond("POST /api/v1/studies/mine/seeds", 202, "{}");
            services.calls.clear();
            command(services, "run", "learning-rate", "--seeds", "8", "--id", "mine")
                    .call();
            assertEquals("POST /api/v1/studies/mine/seeds study-mine-[8]", services.calls.get(5));
        }
    }

    @Test
    void aDerivedMixtureIsRequestedWhenItsSourceAndItsModelAreThere() throws IOException {
        try (FakeServices services = new FakeServices()) {
            services.respond("GET /api/v1/studies/presets", 200, """
                    {"presets": [{"preset": "filtered", "version": 2, "seeds": [41], "mixtures": [{"mixture_id": "all-{seed}"}], "suites": [],
                      "base_runs": [{"run_name": "base-{seed}"}], "sources": [{"name": "all-{seed}"}],
                      "derived_mixtures": [{"mixture_id": "critical-{seed}"}], "study": {}}]}""");
            Stream.of("mixtures", "runs", "studies")
                    .forEach(each -> services.respond("POST /api/v1/" + each, 202, "{}"));
            services.respond("POST /api/v1/sources", 202, "{\"source_id\": \"all-41.v1\"}");
            services.respond("GET /api/v1/mixtures/all-41", 200, "{\"status\": \"building\"}");
            services.respond("GET /api/v1/mixtures/all-41", 200, "{\"status\": \"ready\"}");
            services.respond("GET /api/v1/sources/all-41.v1", 200, "{\"status\": \"ready\"}");
            services.respond("GET /api/v1/runs/base-41", 200, "{\"status\": \"training\"}");
            services.respond("GET /api/v1/runs/base-41", 200, "{\"status\": \"completed\"}");
            command(services, "run", "filtered").call();
            assertEquals(
                    List.of(
                            "POST /api/v1/studies study-filtered-v2",
                            "GET /api/v1/mixtures/all-41",
                            "GET /api/v1/mixtures/all-41",
                            "POST /api/v1/sources all-41",
                            "GET /api/v1/sources/all-41.v1",
                            "GET /api/v1/runs/base-41",
                            "GET /api/v1/runs/base-41",
                            "POST /api/v1/mixtures critical-41"),
                    services.calls.subList(4, services.calls.size()));
        }
    }

    @Test
    void aReportIsWrittenToAFile(@TempDir Path folder) throws IOException {
        try (FakeServices services = new FakeServices()) {
            services.respond("GET /api/v1/studies/mine/report", 200, "<!DOCTYPE html>");
            Path file = folder.resolve("found.html");
            command(services, "report", "mine", "--out", file.toString()).call();
            assertEquals("<!DOCTYPE html>", Files.readString(file));
            assertTrue(assertThrows(
                            StartupException.class,
                            () -> command(services, "report", "other").call())
                    .getMessage()
                    .startsWith("there is no study other at http://127.0.0.1:"));
            String nowhere = folder.resolve("none/found.html").toString();
            assertTrue(assertThrows(
                            StartupException.class,
                            () -> command(services, "report", "mine", "--out", nowhere)
                                    .call())
                    .getMessage()
                    .contains(nowhere));
        }
    }

    @Test
    void thePaperIsATableOfTheCriteriaOfEveryPreset() throws IOException {
        ObjectMapper json = new ObjectMapper();
        String preset =
                "{\"preset\": \"%s\", \"version\": 1, \"figure\": \"%s\", \"title\": \"T\", \"paper\": \"It falls.\"}";
        String criterion =
                "{\"statement\": \"it falls\", \"unit\": \"%s\", \"outcome\": \"%s\", \"value\": 0.3%s, \"seeds\": [1, 2]}";
        String bounds = ", \"low\": 0.2, \"high\": 0.4";
        String table = PaperStudies.table(
                List.of(json.readTree(preset.formatted("one", "1")), json.readTree(preset.formatted("two", "2"))),
                List.of(
                        json.readTree("{\"criteria\": [" + criterion.formatted("share", "shown", bounds) + "]}"),
                        json.readTree("{\"criteria\": [" + criterion.formatted("number", "not_shown", "") + ","
                                + criterion.formatted("share", "shown", bounds) + "]}")));
        assertTrue(table.contains("| | it falls | 30.0 (20.0 to 40.0), 2 seeds | shown |\n"), table);
        assertTrue(table.contains("| | it falls | 0.300, 1 seed | not shown |\n"), table);
        assertTrue(table.endsWith("\n1 of 2 figures shown.\n"), table);
    }

    @Test
    void aDryRunStartsNothing() throws IOException {
        try (FakeServices services = new FakeServices()) {
            services.respond("GET /api/v1/studies/presets", 200, PRESETS);
            services.respond("POST /api/v1/studies", 200, "{\"runs\": 4}");
            assertEquals(
                    0, command(services, "run", "learning-rate", "--dry-run").call());
            assertEquals(
                    List.of("GET /api/v1/studies/presets", "POST /api/v1/studies plan-learning-rate-v1"),
                    services.calls);
        }
    }

    @Test
    void aPlanIsCountedAndItsFaultsAreNamed() throws IOException {
        String text = StudyCommand.planned(new ObjectMapper().readTree("""
                {"study_id": "matrix-7b", "runs": 3, "conditions": [{}, {}], "seeds": [1, 2],
                 "known": {"steps": 2400, "examples": 307200, "runs_of_unknown_length": 1, "disk_bytes": 3221225472,
                           "runs_of_unknown_size": 0},
                 "cells": [{"run_name": "a-1"}, {"run_name": "b-1", "fault": "max_length is too small"}],
                 "notes": ["one is there twice"]}"""));
        assertEquals("""
                Study matrix-7b would start 3 runs with 2 conditions and 2 seeds.
                Known so far: 2,400 optimizer steps of 307,200 examples, 3.0 GiB of checkpoints.
                1 runs are not counted in steps: their mixtures are not ready.
                b-1 would fail: max_length is too small
                Note: one is there twice
                """, text);
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
                PresetRequests.withSeed(json.readTree("{\"id\": \"lab-{seed}\", \"seed\": \"{seed}\"}"), "7"));
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
