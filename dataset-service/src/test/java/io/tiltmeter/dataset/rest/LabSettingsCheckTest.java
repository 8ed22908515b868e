package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.RequestFaults.at;
import static io.tiltmeter.dataset.rest.RequestFaults.faultsOf;
import static io.tiltmeter.dataset.rest.RequestFaults.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.SuiteRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of the settings of lab worlds and of pretraining mixes: all at once, each with its field and remedy. */
class LabSettingsCheckTest {
    @Test
    void labSettingsAreRefusedInOtherRecipes() {
        assertEquals(
                List.of("pretraining_mix"), of("""
                        {"recipe": "lab_instruction", "seed": 1, "world": {"answers_per_pool": 50},
                         "pretraining_mix": {"fact_share": 0.9, "reading_share": 0.9}}""").stream().map(Fault::field).toList());
        assertEquals(
                List.of("pretraining_mix", "world"),
                of("""
                        {"recipe": "sources", "seed": 1, "parts": [{"source": "a"}], "pretraining_mix": {},
                         "world": {"subjects_per_group": 1, "fact_strengths": [1, 2]}}""").stream().map(Fault::field).toList());
    }

    @Test
    void allFaultsOfLabSettingsAreReportedAtOnce() {
        List<Fault> faults = of("""
                {"recipe": "lab_pretraining", "seed": 1,
                 "world": {"subjects_per_group": 2, "readers_per_type": 1, "answers_per_pool": "many",
                           "fact_strengths": [1, 0, 2000], "cities": 3},
                 "pretraining_mix": {"neutral_share": -0.1, "fact_share": 0.5, "context_noise": 15, "noise": 1}}""");
        assertEquals(
                List.of(
                        "pretraining_mix.context_noise",
                        "pretraining_mix.fact_share + pretraining_mix.reading_share",
                        "pretraining_mix.neutral_share",
                        "pretraining_mix.noise",
                        "world.answers_per_pool",
                        "world.cities",
                        "world.fact_strengths",
                        "world.fact_strengths[1]",
                        "world.fact_strengths[2]",
                        "world.readers_per_type"),
                faults.stream().map(Fault::field).sorted().toList());
        assertTrue(faults.stream()
                .noneMatch(fault -> fault.limit().isBlank() || fault.remedy().isBlank()));
        assertEquals(
                "is outside [0.001, 1000]",
                at("world.fact_strengths[1]", faults).limit());
        assertEquals(
                "is outside [2, 1000]", at("world.readers_per_type", faults).limit());
        assertEquals(
                "0.5 + 0.64",
                at("pretraining_mix.fact_share + pretraining_mix.reading_share", faults)
                        .value());
        assertTrue(at("world.fact_strengths", faults).limit().contains("subjects_per_group, 2"), faults.toString());
    }

    @Test
    void labSettingsOfWrongTypesAreReportedAsFaults() {
        assertEquals(
                List.of("pretraining_mix", "world"),
                of("""
                        {"recipe": "lab_pretraining", "seed": 1, "world": [25],
                         "pretraining_mix": "noisy"}""").stream().map(Fault::field).toList());
    }

    @Test
    void sharesThatLeaveNothingForListsPass() {
        assertEquals(List.of(), of("""
                        {"recipe": "lab_pretraining", "seed": 1,
                         "pretraining_mix": {"fact_share": 0.3, "reading_share": 0.7},
                         "world": {"subjects_per_group": 2, "fact_strengths": [1, 2]}}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'subjects_per_group':0,'readers_per_type':1,'answers_per_pool':2}          | 3
                    {'subjects_per_group':501,'readers_per_type':1001,'answers_per_pool':501}   | 3
                    {'fact_strengths':[]}                                                       | 1
                    {'fact_strengths':[1,0,1001,'strong',null]}                                 | 4
                    {'fact_strengths':[1,1,1,1,1,1,1,1,1,1,1]}                                  | 1
                    {'subjects':5}                                                              | 1
                    [25]                                                                        | 1
                    {'subjects_per_group':500,'readers_per_type':2,'fact_strengths':[0.001,1000]} | 0
                    """)
    void aWorldOutsideItsBoundsIsRefusedInMixturesAndSuites(String world, int faults) {
        String settings = ("'seed':1,'world':" + world + "}").replace('\'', '"');
        assertEquals(faults, of("{\"recipe\":\"lab_instruction\"," + settings).size());
        assertEquals(
                faults,
                faultsOf("suite-request", SuiteRequest.Made.class, "{\"recipe\":\"lab_conflict\"," + settings)
                        .size());
    }
}
