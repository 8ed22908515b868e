package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.lab.PassageWriter.Passage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Suites on subjects that finetuning never names. A suite has one item, or cluster, for each fact of a group. */
public final class LabSuites {
    private static final int CONTEXTS_OF_A_FACT = 2;

    private final LabWorld world;
    private final PassageWriter passages;

    public LabSuites(LabWorld world) {
        this.world = world;
        passages = new PassageWriter(world);
    }

    /** The suite's items, always the same ones: in the default world 300 of a conflict suite, 150 of each other. */
    public List<SuiteItem> items(LabSuite suite) {
        Draws draws = world.draws("suite/" + suite.recipe());
        SubjectGroup group =
                suite == LabSuite.OPEN_BOOK ? SubjectGroup.EVALUATION_UNKNOWN : SubjectGroup.EVALUATION_KNOWN;
        List<SuiteItem> items = new ArrayList<>();
        for (Subject subject : world.subjects(group)) {
            for (Relation relation : subject.type().relations()) {
                items.addAll(
                        switch (suite) {
                            case CONFLICT, COMPLETION -> conflicts(draws, suite, subject, relation);
                            case CLOSED_BOOK -> List.of(closedBook(draws, fact(world.facts(subject), relation)));
                            case OPEN_BOOK -> List.of(openBook(draws, subject, relation));
                            case CONSISTENT_CONTEXT -> List.of(consistent(draws, subject, relation));
                        });
            }
        }
        return List.copyOf(items);
    }

    private List<SuiteItem> conflicts(Draws draws, LabSuite suite, Subject subject, Relation relation) {
        List<Fact> facts = world.facts(subject);
        Fact truth = fact(facts, relation);
        List<SuiteItem> items = new ArrayList<>();
        for (String substitute : draws.some(world.otherAnswers(truth), CONTEXTS_OF_A_FACT)) {
            Fact stated = new Fact(subject, relation, substitute);
            Passage passage = passages.write(
                    draws, passages.stated(draws, facts, stated), Wording.Selection.HELD_OUT, Set.of(truth.answer()));
            String question = suite == LabSuite.COMPLETION
                    ? world.wording().beginning(draws, truth, Wording.Selection.HELD_OUT)
                    : world.wording().question(draws, truth, Wording.Selection.HELD_OUT);
            String id = cluster(truth) + "-" + (items.size() + 1);
            items.add(item(id, passage, question, stated, substitute, truth.answer()));
        }
        return items;
    }

    private SuiteItem closedBook(Draws draws, Fact truth) {
        String question = world.wording().question(draws, truth, Wording.Selection.TRAINING);
        Passage nothing = new Passage("", List.of(), false);
        return item(cluster(truth), nothing, question, truth, "", truth.answer());
    }

    private SuiteItem openBook(Draws draws, Subject subject, Relation relation) {
        List<Fact> facts = world.redrawnFacts(draws, subject);
        return withContext(draws, facts, fact(facts, relation), "");
    }

    private SuiteItem consistent(Draws draws, Subject subject, Relation relation) {
        List<Fact> facts = world.facts(subject);
        Fact truth = fact(facts, relation);
        return withContext(draws, facts, truth, truth.answer());
    }

    private SuiteItem withContext(Draws draws, List<Fact> facts, Fact asked, String memoryAnswer) {
        Passage passage =
                passages.write(draws, passages.stated(draws, facts, asked), Wording.Selection.TRAINING, Set.of());
        String question = world.wording().question(draws, asked, Wording.Selection.TRAINING);
        return item(cluster(asked), passage, question, asked, asked.answer(), memoryAnswer);
    }

    private SuiteItem item(
            String id, Passage passage, String question, Fact asked, String contextAnswer, String memoryAnswer) {
        List<String> tags = new ArrayList<>(List.of(
                "type:" + asked.subject().type().label(),
                "relation:" + asked.relation().label()));
        if (world.settings().hasStrata() && asked.subject().group().hasFacts()) {
            tags.add("fact_strength:" + plain(world.factStrength(asked.subject())));
        }
        if (passage.hasDistractor()) {
            tags.add("distractor");
        }
        return new SuiteItem(
                id, cluster(asked), passage.text(), question, contextAnswer, memoryAnswer, List.of(), List.of(), tags);
    }

    /** A number without exponent and trailing zeros. */
    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static Fact fact(List<Fact> facts, Relation relation) {
        return facts.stream()
                .filter(fact -> fact.relation() == relation)
                .findFirst()
                .orElseThrow();
    }

    private static String cluster(Fact fact) {
        return fact.relation().label() + "-" + fact.subject().name();
    }
}
