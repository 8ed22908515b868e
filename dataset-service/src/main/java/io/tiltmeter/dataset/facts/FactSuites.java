package io.tiltmeter.dataset.facts;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.facts.Passages.Passage;
import io.tiltmeter.dataset.lab.Draws;
import io.tiltmeter.dataset.lab.NameMaker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The items of a suite of public facts. An item depends on the seed, its fact and the control alone, so that a larger suite has
 * all items of a smaller one. Three facts of ten are never in a suite unless they are requested: a model or method
 * that was chosen by the others is judged by them.
 */
public final class FactSuites {
    /** Of tables, sentences and draws: another version makes other items of the same request. */
    public static final int VERSION = 1;

    private static final double HELD_OUT = 0.3;
    private static final int MOST_CONTEXTS = FactSuiteSize.FULL.contextsOfAFact();

    private final FactSuite suite;
    private final FactControl control;
    private final long seed;
    private final List<PublicFact> all;
    private final NameMaker names;

    private FactSuites(FactSuite suite, FactControl control, long seed) {
        this.suite = suite;
        this.control = control;
        this.seed = seed;
        this.all = suite.facts();
        this.names = new NameMaker(Draws.of(seed, "names"), Set.of());
    }

    /**
     * The items in a random order.
     *
     * @param isHeldOut whether they are about the facts that are held out, or about the others
     * @throws IllegalArgumentException if the suite has no such control
     */
    public static List<SuiteItem> items(
            FactSuite suite, FactControl control, FactSuiteSize size, boolean isHeldOut, long seed) {
        FactSuites made = new FactSuites(suite, control, seed);
        List<PublicFact> facts = Draws.of(seed, "order").shuffled(made.all).stream()
                .filter(fact -> isHeldOut(fact) == isHeldOut)
                .filter(fact ->
                        control != FactControl.OPEN_BOOK || fact.relation().hasUnknownSubjects())
                .toList();
        if (facts.isEmpty()) {
            throw new IllegalArgumentException(suite.recipe() + " has no control " + control.label());
        }
        return facts.stream()
                .limit(size.facts())
                .flatMap(fact -> made.items(fact, size.contextsOfAFact()))
                .toList();
    }

    /** The same in every suite, whatever its seed. */
    static boolean isHeldOut(PublicFact fact) {
        return Draws.of(0, "held out/" + fact.clusterId()).fraction() < HELD_OUT;
    }

    private Stream<SuiteItem> items(PublicFact fact, int contexts) {
        Draws draws = Draws.of(seed, control.label() + "/" + fact.clusterId());
        return switch (control) {
            case CONFLICT -> conflicts(draws, fact).stream().limit(contexts);
            case CONSISTENT -> {
                Passage passage = Passages.write(draws, fact, List.of());
                yield Stream.of(item(fact.clusterId(), passage.text(), fact, fact, null, passage.tags()));
            }
            case CLOSED_BOOK -> Stream.of(item(fact.clusterId(), "", fact, null, fact, List.of()));
            case IRRELEVANT -> {
                PublicFact other = draws.oneOf(elsewhere(fact));
                Passage passage = Passages.write(draws, other, names(fact));
                yield Stream.of(item(fact.clusterId(), passage.text(), fact, null, fact, passage.tags()));
            }
            case OPEN_BOOK -> {
                PublicFact unknown = unknown(draws, fact);
                Passage passage = Passages.write(draws, unknown, List.of());
                yield Stream.of(item(unknown.clusterId(), passage.text(), unknown, unknown, null, passage.tags()));
            }
        };
    }

    private List<SuiteItem> conflicts(Draws draws, PublicFact fact) {
        List<SuiteItem> items = new ArrayList<>();
        for (PublicFact other : draws.some(substitutes(fact), MOST_CONTEXTS)) {
            PublicFact stated = fact.answered(other);
            Passage passage = Passages.write(draws, stated, names(fact));
            items.add(item(
                    fact.clusterId() + "-" + (items.size() + 1), passage.text(), fact, stated, fact, passage.tags()));
        }
        return items;
    }

    /** Facts with other answers, each answer once; none shares letters with a name of the true one. */
    private List<PublicFact> substitutes(PublicFact fact) {
        Set<String> answers = new HashSet<>();
        return all.stream()
                .filter(other -> other.relation() == fact.relation())
                .filter(other -> !Words.overlap(names(other), names(fact)))
                .filter(other -> !Words.hasAny(fact.subject(), names(other)))
                .filter(other -> answers.add(other.answer()))
                .toList();
    }

    /** Facts of other relations, or where there is one relation alone other facts, which do not tell the answer. */
    private List<PublicFact> elsewhere(PublicFact fact) {
        boolean isAlone = all.stream().allMatch(other -> other.relation() == fact.relation());
        return all.stream()
                .filter(other -> isAlone ? !other.equals(fact) : other.relation() != fact.relation())
                .filter(other ->
                        !Words.hasAny(other.subject(), names(fact)) && !Words.overlap(names(other), names(fact)))
                .toList();
    }

    private PublicFact unknown(Draws draws, PublicFact fact) {
        String subject = draws.oneOf(fact.relation().unknownSubjects())
                .replace("{name}", names.place())
                .replace("{person}", names.person());
        return new PublicFact(fact.relation(), subject, fact.answer(), fact.aliases());
    }

    private static List<String> names(PublicFact fact) {
        return Stream.concat(Stream.of(fact.answer()), fact.aliases().stream()).toList();
    }

    /** An item; its answers are those of facts, or none. */
    private static SuiteItem item(
            String id,
            String context,
            PublicFact asked,
            PublicFact stated,
            PublicFact remembered,
            List<String> passageTags) {
        List<String> tags =
                new ArrayList<>(List.of("relation:" + asked.relation().label()));
        tags.addAll(passageTags);
        return new SuiteItem(
                id,
                asked.clusterId(),
                context,
                asked.relation().question(asked.subject()),
                stated == null ? "" : stated.answer(),
                remembered == null ? "" : remembered.answer(),
                stated == null ? List.of() : stated.aliases(),
                remembered == null ? List.of() : remembered.aliases(),
                tags);
    }
}
