package io.tiltmeter.dataset.lab;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A small world, drawn from a seed: subjects, the pools their answers come from, and the facts of those that are known.
 * Every name is one token, different from every other name and every word of the sentences.
 */
public final class LabWorld {
    /** To be increased when the same recipe gives other bytes. */
    public static final int VERSION = 1;

    private final long seed;
    private final WorldSettings settings;
    private final Wording wording = Wording.read();
    private final Map<AnswerPool, List<String>> pools = new EnumMap<>(AnswerPool.class);
    private final List<Subject> subjects;
    private final Map<Subject, List<Fact>> facts = new HashMap<>();
    private final Map<Subject, Double> strengths = new HashMap<>();

    private LabWorld(long seed, WorldSettings settings) {
        this.seed = seed;
        this.settings = settings;
        Draws draws = draws("world");
        NameMaker names = new NameMaker(draws, wording.words());
        for (AnswerPool pool : AnswerPool.values()) {
            pools.put(
                    pool,
                    Stream.generate(() -> pool == AnswerPool.PERSON ? names.person() : names.place())
                            .limit(settings.answersPerPool())
                            .toList());
        }
        List<Subject> drawn = new ArrayList<>();
        for (SubjectType type : SubjectType.values()) {
            for (SubjectGroup group : SubjectGroup.values()) {
                for (int i = 0; i < settings.subjectsOfEachType(group); i++) {
                    Subject subject = new Subject(names.place(), type, group);
                    drawn.add(subject);
                    strengths.put(subject, settings.strengthAt(i));
                }
            }
        }
        subjects = List.copyOf(drawn);
        for (Subject subject : subjects) {
            if (subject.group().hasFacts()) {
                facts.put(subject, redrawnFacts(draws, subject));
            }
        }
    }

    /** The default world of this seed: always the same one. */
    public static LabWorld fromSeed(long seed) {
        return of(seed, WorldSettings.standard());
    }

    /** The world of this seed and these settings: always the same one. Fact strengths change no name and no fact. */
    public static LabWorld of(long seed, WorldSettings settings) {
        return new LabWorld(seed, settings);
    }

    public long seed() {
        return seed;
    }

    public WorldSettings settings() {
        return settings;
    }

    /** All subjects, by type and then by group. */
    public List<Subject> subjects() {
        return subjects;
    }

    /** The subjects of these groups, of all types. */
    public List<Subject> subjects(SubjectGroup... groups) {
        List<SubjectGroup> wanted = List.of(groups);
        return subjects.stream()
                .filter(subject -> wanted.contains(subject.group()))
                .toList();
    }

    /** The members of a pool. */
    public List<String> pool(AnswerPool pool) {
        return pools.get(pool);
    }

    /**
     * The true facts of a known subject, in the order of its type's relations.
     *
     * @throws IllegalArgumentException if the subject has none
     */
    public List<Fact> facts(Subject subject) {
        requireFacts(subject);
        return facts.get(subject);
    }

    /**
     * How often pretraining states a known subject's facts: the weight with which fact documents draw it.
     *
     * @throws IllegalArgumentException if the subject has none
     */
    public double factStrength(Subject subject) {
        requireFacts(subject);
        return strengths.get(subject);
    }

    /** The answers of its pool that contradict a fact. */
    List<String> otherAnswers(Fact fact) {
        return pool(fact.relation().pool()).stream()
                .filter(answer -> !answer.equals(fact.answer()))
                .toList();
    }

    /** Facts for one text only, in the order of the type's relations. */
    List<Fact> redrawnFacts(Draws draws, Subject subject) {
        return subject.type().relations().stream()
                .map(relation -> new Fact(subject, relation, draws.oneOf(pool(relation.pool()))))
                .toList();
    }

    private static void requireFacts(Subject subject) {
        if (!subject.group().hasFacts()) {
            throw new IllegalArgumentException(subject.name() + " is " + subject.group() + " and has no facts");
        }
    }

    /** The stream of draws of this name. */
    Draws draws(String stream) {
        return Draws.of(seed, stream);
    }

    Wording wording() {
        return wording;
    }
}
