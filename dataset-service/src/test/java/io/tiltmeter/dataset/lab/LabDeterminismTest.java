package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The hashes of seed 20 are pinned: a change of them changes every published curve. */
class LabDeterminismTest {
    private static final Map<String, String> GOLDEN = Map.of(
            "tokenizer", "fdcb8fef222f1a618cdf42e1104aeb8a5b8880b6350dd5dc2c15db43164d39bb",
            "pretraining", "d9a227e32c4fa3ddcd2efcc17ff2d8f310874bfb43f7e169a47edf0fe0cde163",
            "instruction", "0bd13b42545860bd8b246282a9a8855ca4da6a421eeb557a9246fdd3d81b73d9",
            "lab_completion", "d2ef180733bf06a1386a8821ad152f9c8793a5459536f64f7d708a2ae2522130",
            "lab_conflict", "22b6192e3fb98cd155c9ef99a57896a343285ca6c6ab91a22500fb717819bb19",
            "lab_closed_book", "4fd2de8e453d7c13016438e3840a1b77c5527279cec4dc80afdc035babbfd02b",
            "lab_open_book", "d462128791ab5cffb7838f753e48659eabd52a9e0272c14608a2f3f1dac63a8c",
            "lab_consistent_context", "d5dd48468c650653b6f1c33449b89952703aedf75074befcffd4dcf32a0cc5c7");

    @Test
    void seedTwentyGivesThePinnedRows() {
        assertEquals(new TreeMap<>(GOLDEN), hashes(20));
    }

    @Test
    void twiceGivesTheSame() {
        assertEquals(hashes(21), hashes(21));
    }

    @Test
    void localeOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals(new TreeMap<>(GOLDEN), hashes(20));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anotherSeedGivesAnotherWorld() {
        Map<String, String> other = hashes(22);
        GOLDEN.forEach((what, hash) -> assertNotEquals(hash, other.get(what), what));
    }

    private static Map<String, String> hashes(long seed) {
        LabWorld world = LabWorld.fromSeed(seed);
        Map<String, String> hashes = new TreeMap<>();
        hashes.put("tokenizer", Rows.sha256(Stream.of(new LabTokenizer(world).json())));
        hashes.put(
                "pretraining",
                Rows.sha256(new LabPretraining(world, PretrainingMix.standard())
                        .documents(5000)
                        .map(Rows::line)));
        hashes.put(
                "instruction",
                Rows.sha256(new LabInstruction(world, InstructionShares.standard(), AddedExamples.none())
                        .examples(8000)
                        .map(Rows::line)));
        Arrays.stream(LabSuite.values())
                .forEach(suite -> hashes.put(
                        suite.recipe(),
                        Rows.sha256(new LabSuites(world).items(suite).stream().map(Rows::line))));
        return hashes;
    }
}
