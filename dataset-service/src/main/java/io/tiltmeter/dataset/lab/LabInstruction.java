package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.TrainingExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Instruction examples in training sentences only, on finetuning subjects unless some are to overlap with the suites. Each example
 * is drawn independently; the kinds are spread evenly over the mixture by one shuffle.
 */
public final class LabInstruction {
    /** 250 steps of 32. */
    public static final int STANDARD_EXAMPLE_COUNT = 8000;

    private final LabWorld world;
    private final InstructionShares shares;
    private final AddedExamples added;
    private final PassageWriter passages;
    private final Map<SubjectGroup, List<Subject>> subjects = new EnumMap<>(SubjectGroup.class);

    /** What an example is about. */
    private enum Kind {
        CONTEXT_CRITICAL(ExampleClass.CONTEXT_CRITICAL, SubjectGroup.FINETUNING_UNKNOWN),
        NON_CONTEXT_CRITICAL(ExampleClass.NON_CONTEXT_CRITICAL, SubjectGroup.FINETUNING_KNOWN),
        SUBJECT_CRITICAL(ExampleClass.SUBJECT_CRITICAL, SubjectGroup.FINETUNING_KNOWN),
        COUNTERFACTUAL(ExampleClass.CONTEXT_CRITICAL, SubjectGroup.FINETUNING_KNOWN),
        OVERLAP(ExampleClass.NON_CONTEXT_CRITICAL, SubjectGroup.EVALUATION_KNOWN);

        private final ExampleClass exampleClass;
        private final SubjectGroup group;

        Kind(ExampleClass exampleClass, SubjectGroup group) {
            this.exampleClass = exampleClass;
            this.group = group;
        }
    }

    public LabInstruction(LabWorld world, InstructionShares shares, AddedExamples added) {
        this.world = world;
        this.shares = shares;
        this.added = added;
        passages = new PassageWriter(world);
        for (Kind kind : Kind.values()) {
            subjects.put(kind.group, world.subjects(kind.group));
        }
    }

    /**
     * This many examples of the three classes and those that are added, always the same ones; a sequential stream. Shares and ratios
     * are met to within one example.
     */
    public Stream<TrainingExample> examples(int count) {
        Draws draws = world.draws("instruction");
        List<Kind> kinds = draws.shuffled(kinds(count));
        return IntStream.range(0, kinds.size())
                .mapToObj(i -> example(draws, String.format(Locale.ROOT, "ex-%05d", i), kinds.get(i)));
    }

    private List<Kind> kinds(int count) {
        int contextCritical = (int) Math.round(shares.contextCritical() * count);
        int contextual = (int) Math.round((shares.contextCritical() + shares.nonContextCritical()) * count);
        List<Kind> kinds = new ArrayList<>(Collections.nCopies(count, Kind.SUBJECT_CRITICAL));
        Collections.fill(kinds.subList(0, contextual), Kind.NON_CONTEXT_CRITICAL);
        Collections.fill(kinds.subList(0, contextCritical), Kind.CONTEXT_CRITICAL);
        kinds.addAll(Collections.nCopies((int) Math.round(added.counterfactualRatio() * count), Kind.COUNTERFACTUAL));
        kinds.addAll(Collections.nCopies((int) Math.round(added.overlapRatio() * count), Kind.OVERLAP));
        return kinds;
    }

    private TrainingExample example(Draws draws, String id, Kind kind) {
        Subject subject = draws.oneOf(subjects.get(kind.group));
        List<Fact> facts = kind == Kind.CONTEXT_CRITICAL ? world.redrawnFacts(draws, subject) : world.facts(subject);
        Fact truth = draws.oneOf(facts);
        Fact asked = kind == Kind.COUNTERFACTUAL
                ? new Fact(subject, truth.relation(), draws.oneOf(world.otherAnswers(truth)))
                : truth;
        String question = world.wording().question(draws, asked, Wording.Selection.TRAINING);
        String context = kind == Kind.SUBJECT_CRITICAL
                ? ""
                : passages.write(
                                draws,
                                passages.stated(draws, facts, asked),
                                Wording.Selection.TRAINING,
                                Set.of(truth.answer()))
                        .text();
        return new TrainingExample(id, kind.exampleClass, question, context, asked.answer());
    }
}
