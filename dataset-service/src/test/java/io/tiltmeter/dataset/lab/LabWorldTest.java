package io.tiltmeter.dataset.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabWorldTest {
    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 20, 21, Long.MAX_VALUE})
    void everyNameIsOneTokenAndUnique(long seed) {
        LabWorld world = LabWorld.fromSeed(seed);
        List<String> names =
                new ArrayList<>(world.subjects().stream().map(Subject::name).toList());
        for (AnswerPool pool : AnswerPool.values()) {
            assertEquals(40, world.pool(pool).size(), pool.name());
            names.addAll(world.pool(pool));
        }
        assertEquals(600, names.size(), "150 known, 150 unknown, 180 readers, 120 answers");
        Set<String> taken = new HashSet<>();
        world.wording().words().forEach(word -> taken.add(word.toLowerCase(Locale.ROOT)));
        for (String name : names) {
            assertTrue(name.matches("[A-Z][a-z]+"), name + " is not one capitalised word");
            assertTrue(taken.add(name.toLowerCase(Locale.ROOT)), name + " is a name or a word already");
        }
    }

    @Test
    void knownSubjectsHaveOneFactForEachRelation() {
        LabWorld world = LabWorld.fromSeed(20);
        List<Subject> known = world.subjects(SubjectGroup.FINETUNING_KNOWN, SubjectGroup.EVALUATION_KNOWN);
        assertEquals(150, known.size());
        for (Subject subject : known) {
            assertEquals(
                    subject.type().relations(),
                    world.facts(subject).stream().map(Fact::relation).toList());
            for (Fact fact : world.facts(subject)) {
                assertTrue(world.pool(fact.relation().pool()).contains(fact.answer()), fact::toString);
            }
        }
    }

    @Test
    void unknownSubjectsHaveNoFacts() {
        LabWorld world = LabWorld.fromSeed(20);
        Subject unknown = world.subjects(SubjectGroup.EVALUATION_UNKNOWN).get(0);
        assertThrows(IllegalArgumentException.class, () -> world.facts(unknown));
    }

    @Test
    void eachRelationHasTenTrainingAndFourHeldOutSentences() {
        Wording wording = Wording.read();
        for (Relation relation : Relation.values()) {
            List<String> training = wording.templates(relation, Wording.Selection.TRAINING);
            List<String> heldOut = wording.templates(relation, Wording.Selection.HELD_OUT);
            assertEquals(6 + 4, training.size(), relation.name());
            assertEquals(2 + 2, heldOut.size(), relation.name());
            assertEquals(
                    14,
                    new HashSet<>(wording.templates(relation, Wording.Selection.ALL)).size(),
                    relation + " has a sentence twice");
        }
    }

    @Test
    void vocabularyHasEveryWordOnce() {
        LabTokenizer tokenizer = new LabTokenizer(LabWorld.fromSeed(20));
        assertEquals(751, tokenizer.vocabulary().size());
        assertEquals(
                List.of("<pad>", "<bos>", "<eos>", "<unk>"),
                tokenizer.vocabulary().subList(0, 4));
        assertEquals(751, new HashSet<>(tokenizer.vocabulary()).size());
    }
}
