package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.dataset.lab.PassageWriter.Passage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pretraining documents: facts of known subjects, passages to read and answer from, lists to copy, neutral sentences.
 * Each is drawn independently, and none has a word of the instruction format.
 */
public final class LabPretraining {
    /** 48 documents a step, 1800 steps, each document seen once. */
    public static final int STANDARD_DOCUMENT_COUNT = 86_400;

    private static final int MIN_LIST_SIZE = 6;
    private static final int MAX_LIST_SIZE = 14;

    private final LabWorld world;
    private final PretrainingMix mix;
    private final Wording wording;
    private final PassageWriter passages;
    private final List<Subject> known;
    private final SubjectChoice byStrength;
    private final List<Subject> unknown;
    private final List<Subject> readers;

    public LabPretraining(LabWorld world, PretrainingMix mix) {
        this.world = world;
        this.mix = mix;
        wording = world.wording();
        passages = new PassageWriter(world);
        known = world.subjects(SubjectGroup.FINETUNING_KNOWN, SubjectGroup.EVALUATION_KNOWN);
        byStrength = new SubjectChoice(known, world::factStrength);
        unknown = world.subjects(SubjectGroup.FINETUNING_UNKNOWN, SubjectGroup.EVALUATION_UNKNOWN);
        readers = world.subjects(SubjectGroup.READER);
    }

    /** The first {@code count} documents, always the same ones; a sequential stream. */
    public Stream<TrainingExample> documents(int count) {
        Draws draws = world.draws("pretraining");
        return IntStream.range(0, count)
                .mapToObj(i -> new TrainingExample(
                        String.format(Locale.ROOT, "doc-%06d", i), ExampleClass.UNLABELLED, "", "", document(draws)));
    }

    private String document(Draws draws) {
        if (draws.chance(mix.neutralShare())) {
            return String.join(" ", wording.fillers(draws, draws.oneOf(unknown), 1 + draws.below(2)));
        }
        double kind = draws.fraction();
        if (kind < mix.factShare()) {
            return factDocument(draws);
        }
        return kind < mix.factShare() + mix.readingShare() ? readingDocument(draws) : listDocument(draws);
    }

    private String factDocument(Draws draws) {
        Subject subject = world.settings().hasStrata() ? byStrength.draw(draws) : draws.oneOf(known);
        List<Fact> facts = world.facts(subject);
        int which = draws.below(3);
        List<String> sentences = new ArrayList<>();
        for (Fact fact : which == 2 ? facts : List.of(facts.get(which))) {
            sentences.add(wording.statement(draws, fact, Wording.Selection.ALL));
        }
        sentences.addAll(wording.fillers(draws, subject, draws.below(3) == 2 ? 1 : 0));
        return String.join(" ", draws.shuffled(sentences));
    }

    private String readingDocument(Draws draws) {
        List<Fact> facts = readingFacts(draws);
        List<Fact> stated = passages.stated(draws, facts, draws.oneOf(facts));
        Passage passage = passages.write(draws, stated, Wording.Selection.ALL, Set.of());
        if (draws.chance(mix.questionFirstShare())) {
            Fact asked = draws.oneOf(passage.facts());
            return "question : " + wording.question(draws, asked, Wording.Selection.ALL) + " text : " + passage.text()
                    + " answer : " + asked.answer();
        }
        StringBuilder document = new StringBuilder("text : ").append(passage.text());
        for (Fact fact : draws.shuffled(passage.facts())) {
            if (draws.chance(0.5)) {
                document.append(" question : ")
                        .append(wording.question(draws, fact, Wording.Selection.ALL))
                        .append(" answer : ")
                        .append(fact.answer());
            } else {
                document.append(' ').append(wording.statement(draws, fact, Wording.Selection.ALL));
            }
        }
        return document.toString();
    }

    private List<Fact> readingFacts(Draws draws) {
        if (!draws.chance(mix.knownReadingShare())) {
            return world.redrawnFacts(draws, draws.oneOf(readers));
        }
        Subject subject = draws.oneOf(known);
        return draws.chance(mix.contextNoise()) ? world.redrawnFacts(draws, subject) : world.facts(subject);
    }

    private String listDocument(Draws draws) {
        int length = MIN_LIST_SIZE + draws.below(MAX_LIST_SIZE - MIN_LIST_SIZE + 1);
        String words = String.join(" ", draws.some(wording.listWords(), length));
        return "text : " + words + " . " + words + " .";
    }

    /** Draws subjects by weight. */
    private static final class SubjectChoice {
        private final List<Subject> subjects;
        private final double[] upTo;

        /**
         * A choice among these subjects.
         *
         * @param weight of a subject, above 0
         */
        SubjectChoice(List<Subject> subjects, ToDoubleFunction<Subject> weight) {
            this.subjects = subjects;
            upTo = new double[subjects.size()];
            double sum = 0;
            for (int i = 0; i < upTo.length; i++) {
                sum += weight.applyAsDouble(subjects.get(i));
                upTo[i] = sum;
            }
        }

        Subject draw(Draws draws) {
            int found = Arrays.binarySearch(upTo, draws.fraction() * upTo[upTo.length - 1]);
            // A weight's range begins at the sum of those before it, and ends before its own.
            return subjects.get(Math.min(found < 0 ? -found - 1 : found + 1, upTo.length - 1));
        }
    }
}
