package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.TrainingExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Instruction examples on finetuning subjects, in training sentences only. Each example is drawn independently; the classes are
 * spread evenly over the mixture by one shuffle.
 */
public final class LabInstruction {
    /** 250 steps of 32. */
    public static final int STANDARD_EXAMPLE_COUNT = 8000;

    private final LabWorld world;
    private final InstructionShares shares;
    private final PassageWriter passages;
    private final List<Subject> known;
    private final List<Subject> unknown;

    public LabInstruction(LabWorld world, InstructionShares shares) {
        this.world = world;
        this.shares = shares;
        passages = new PassageWriter(world);
        known = world.subjects(SubjectGroup.FINETUNING_KNOWN);
        unknown = world.subjects(SubjectGroup.FINETUNING_UNKNOWN);
    }

    /** This many examples, always the same ones; a sequential stream. Shares are met to within one example. */
    public Stream<TrainingExample> examples(int count) {
        Draws draws = world.draws("instruction");
        List<ExampleClass> classes = draws.shuffled(classes(count));
        return IntStream.range(0, count)
                .mapToObj(i -> example(draws, String.format(Locale.ROOT, "ex-%05d", i), classes.get(i)));
    }

    private List<ExampleClass> classes(int count) {
        int contextCritical = (int) Math.round(shares.contextCritical() * count);
        int contextual = (int) Math.round((shares.contextCritical() + shares.nonContextCritical()) * count);
        List<ExampleClass> classes = new ArrayList<>(Collections.nCopies(count, ExampleClass.SUBJECT_CRITICAL));
        Collections.fill(classes.subList(0, contextual), ExampleClass.NON_CONTEXT_CRITICAL);
        Collections.fill(classes.subList(0, contextCritical), ExampleClass.CONTEXT_CRITICAL);
        return classes;
    }

    private TrainingExample example(Draws draws, String id, ExampleClass exampleClass) {
        boolean unknownSubject = exampleClass == ExampleClass.CONTEXT_CRITICAL;
        Subject subject = draws.oneOf(unknownSubject ? unknown : known);
        List<Fact> facts = unknownSubject ? world.redrawnFacts(draws, subject) : world.facts(subject);
        Fact asked = draws.oneOf(facts);
        String question = world.wording().question(draws, asked, Wording.Selection.TRAINING);
        String context = exampleClass == ExampleClass.SUBJECT_CRITICAL
                ? ""
                : passages.write(draws, passages.stated(draws, facts, asked), Wording.Selection.TRAINING, Set.of())
                        .text();
        return new TrainingExample(id, exampleClass, question, context, asked.answer());
    }
}
