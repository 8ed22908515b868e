package io.tiltmeter.dataset.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes passages: the stated facts of one subject, sometimes a distractor about a reader name, at most one neutral
 * sentence, shuffled.
 */
final class PassageWriter {
    private static final double BOTH_FACTS = 0.6;
    private static final double DISTRACTOR = 0.25;
    private static final double DISTRACTOR_OF_SAME_TYPE = 0.6;
    private static final double FILLER = 0.5;

    private final LabWorld world;
    private final Map<SubjectType, List<Subject>> readers;

    PassageWriter(LabWorld world) {
        this.world = world;
        this.readers = world.subjects(SubjectGroup.READER).stream().collect(Collectors.groupingBy(Subject::type));
    }

    /** Both of a subject's facts, or only the one that matters. */
    List<Fact> stated(Draws draws, List<Fact> bothFacts, Fact first) {
        if (!draws.chance(BOTH_FACTS)) {
            return List.of(first);
        }
        Fact other = bothFacts.stream()
                .filter(fact -> fact.relation() != first.relation())
                .findFirst()
                .orElseThrow();
        return List.of(first, other);
    }

    /**
     * Writes a passage.
     *
     * @param stated the facts of its subject; a distractor of the same type has the relation of the first
     * @param selection the statements it may use
     * @param excluded answers that the distractor must not give, besides the stated ones
     */
    Passage write(Draws draws, List<Fact> stated, Wording.Selection selection, Set<String> excluded) {
        Fact first = stated.get(0);
        List<Fact> facts = new ArrayList<>(stated);
        boolean hasDistractor = draws.chance(DISTRACTOR);
        if (hasDistractor) {
            Set<String> taken = Stream.concat(excluded.stream(), stated.stream().map(Fact::answer))
                    .collect(Collectors.toSet());
            facts.add(distractor(draws, first, taken));
        }
        List<String> sentences = new ArrayList<>();
        for (Fact fact : facts) {
            sentences.add(world.wording().statement(draws, fact, selection));
        }
        sentences.addAll(world.wording().fillers(draws, first.subject(), draws.chance(FILLER) ? 1 : 0));
        return new Passage(String.join(" ", draws.shuffled(sentences)), List.copyOf(facts), hasDistractor);
    }

    private Fact distractor(Draws draws, Fact first, Set<String> taken) {
        boolean sameType = draws.chance(DISTRACTOR_OF_SAME_TYPE);
        SubjectType type = sameType
                ? first.subject().type()
                : draws.oneOf(Arrays.stream(SubjectType.values())
                        .filter(other -> other != first.subject().type())
                        .toList());
        Relation relation = sameType ? first.relation() : draws.oneOf(type.relations());
        Subject subject = draws.oneOf(readers.get(type).stream()
                .filter(reader -> !reader.equals(first.subject()))
                .toList());
        List<String> answers = world.pool(relation.pool()).stream()
                .filter(answer -> !taken.contains(answer))
                .toList();
        return new Fact(subject, relation, draws.oneOf(answers));
    }

    /**
     * A short text to read.
     *
     * @param text its sentences, shuffled
     * @param facts what it states, the distractor's fact last
     * @param hasDistractor whether it states a fact of another subject too
     */
    record Passage(String text, List<Fact> facts, boolean hasDistractor) {}
}
