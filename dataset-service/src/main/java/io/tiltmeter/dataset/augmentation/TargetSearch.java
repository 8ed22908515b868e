package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.augmentation.CapitalisedRuns.Recognised;
import io.tiltmeter.dataset.augmentation.TargetSearch.Target.Found;
import io.tiltmeter.dataset.augmentation.TargetSearch.Target.None;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the entity that both a row's answer and its context name: the first of the answers that can be replaced.
 */
final class TargetSearch {
    private static final int MAX_CANDIDATES = 16;
    private static final int MAX_WORDS_OF_SHORT_ANSWER = 12;
    private static final int MAX_PERSON_WORDS = 6;
    private static final int MIN_PRONOUNS = 3;
    private static final double MAJORITY = 0.8;
    private static final Set<String> HE = Set.of("he", "him", "his", "himself");
    private static final Set<String> SHE = Set.of("she", "her", "hers", "herself");

    private final EntityRecogniser recogniser;

    TargetSearch(EntityRecogniser recogniser) {
        this.recogniser = recogniser;
    }

    Target of(SourceRow row) {
        Optional<RowTexts> texts = RowTexts.of(row);
        return texts.isEmpty() ? new None(SkipReason.NO_CONTEXT) : of(texts.get());
    }

    private Target of(RowTexts texts) {
        Target first = new None(SkipReason.NO_ENTITY);
        boolean isFirst = true;
        for (Entity entity : candidates(texts)) {
            Target target = judged(texts, entity);
            if (target.found().isPresent()) {
                return target;
            }
            first = isFirst ? target : first;
            isFirst = false;
        }
        return first;
    }

    private static Target judged(RowTexts texts, Entity entity) {
        EntityNames plain = EntityNames.of(entity);
        if (texts.questions(plain).stream().anyMatch(traceOf(plain))) {
            return new None(SkipReason.IN_QUESTION);
        }
        Optional<EntityNames> known = OtherNames.with(plain, texts.context());
        if (known.isEmpty()) {
            return new None(SkipReason.OTHER_NAME_TOLD);
        }
        EntityNames names = known.get();
        if (names != plain && texts.questions(names).stream().anyMatch(traceOf(names))) {
            return new None(SkipReason.IN_QUESTION);
        }
        if (texts.all().stream().anyMatch(text -> Mentions.of(names, text).shared())) {
            return new None(SkipReason.NAME_SHARED);
        }
        return new Found(texts, names);
    }

    private static Predicate<TextWords> traceOf(EntityNames names) {
        LeftoverCheck check = new LeftoverCheck(names);
        return text -> check.in(text).isPresent();
    }

    /** Entities of the answers that are in the context, each once, in the answers' order. */
    private List<Entity> candidates(RowTexts texts) {
        Optional<QuestionCue> cue = QuestionCue.of(texts.question().text());
        List<Recognised> contextRuns = CapitalisedRuns.of(texts.context());
        Map<String, Entity> candidates = new LinkedHashMap<>();
        for (TextWords answer : texts.answers()) {
            year(answer, texts.context(), cue).ifPresent(year -> candidates.putIfAbsent(year.name(), year));
            List<EntityRecogniser.Placed> placed = new ArrayList<>();
            recogniser.ofTable(answer).stream()
                    .filter(entity -> isMentioned(entity.entity(), texts.context()))
                    .forEach(placed::add);
            for (Recognised run : CapitalisedRuns.of(answer)) {
                if (candidates.size() + placed.size() >= MAX_CANDIDATES) {
                    break;
                }
                ofRun(run, answer, texts.context(), contextRuns, cue)
                        .ifPresent(entity -> placed.add(new EntityRecogniser.Placed(run.first(), entity)));
            }
            placed.stream()
                    .sorted(Comparator.comparingInt(EntityRecogniser.Placed::first))
                    .map(EntityRecogniser.Placed::entity)
                    .forEach(entity -> candidates.putIfAbsent(entity.name(), entity));
        }
        return List.copyOf(candidates.values());
    }

    private static boolean isMentioned(Entity entity, TextWords context) {
        return Mentions.of(EntityNames.of(entity), context).all().stream()
                .anyMatch(mention -> mention.form().role() != NameRole.ADJECTIVE);
    }

    private static Optional<Entity> year(TextWords answer, TextWords context, Optional<QuestionCue> cue) {
        for (int at = 0; at < answer.size(); at++) {
            String word = answer.normalised(at);
            boolean requested = cue.isPresent() && cue.get() == QuestionCue.YEAR || answer.size() == 1;
            if (requested && word.matches("[12]\\d{3}") && context.indexOf(List.of(word)) >= 0) {
                return Optional.of(new Entity(word, EntityType.YEAR, "", List.of()));
            }
        }
        return Optional.empty();
    }

    private Optional<Entity> ofRun(
            Recognised run,
            TextWords answer,
            TextWords context,
            List<Recognised> contextRuns,
            Optional<QuestionCue> cue) {
        List<Recognised> same = contextRuns.stream()
                .filter(other -> other.normalised().equals(run.normalised()))
                .toList();
        List<Recognised> fuller =
                contextRuns.stream().filter(other -> isFuller(other, run)).toList();
        Optional<Entity> typed = same.stream()
                .flatMap(other -> recogniser.typed(other, context).stream())
                .findFirst()
                .or(() -> fuller.stream()
                        .flatMap(other -> recogniser.typed(other, context).stream())
                        .filter(entity -> entity.type() == EntityType.PERSON)
                        .findFirst())
                .or(() -> recogniser.typed(run, answer));
        boolean isNamed = !same.isEmpty() || !fuller.isEmpty();
        if (typed.isEmpty() && isNamed && answer.size() <= MAX_WORDS_OF_SHORT_ANSWER && isPlain(run)) {
            Recognised there = same.isEmpty() ? run : same.get(0);
            typed = cue.filter(sought -> sought.type() != EntityType.YEAR)
                    .map(sought -> recogniser.entity(there, sought.type(), sought.sort()));
        }
        return typed.map(entity -> entity.type() == EntityType.PERSON ? fullest(entity, fuller) : entity)
                .filter(entity -> isMentioned(entity, context))
                .map(entity -> withPronoun(entity, context));
    }

    /** Whether one name begins or ends with the other, or has a middle name more. */
    private static boolean isFuller(Recognised other, Recognised run) {
        int more = other.normalised().size() - run.normalised().size();
        return more > 0
                && other.normalised().size() <= MAX_PERSON_WORDS
                && other.name().codePoints().anyMatch(Character::isLowerCase)
                && isPlain(other)
                && other.normalised().stream().noneMatch(EntityNames::marksThing)
                && (other.normalised().subList(more, other.normalised().size()).equals(run.normalised())
                        || other.normalised()
                                .subList(0, run.normalised().size())
                                .equals(run.normalised())
                        || hasSameEnds(other.normalised(), run.normalised()));
    }

    private static boolean hasSameEnds(List<String> name, List<String> shorter) {
        return shorter.size() > 1
                && name.get(0).equals(shorter.get(0))
                && name.get(name.size() - 1).equals(shorter.get(shorter.size() - 1));
    }

    /** A person by the longest name of the context, where the answer has only a part of the name. */
    private static Entity fullest(Entity entity, List<Recognised> fuller) {
        return fuller.stream()
                .max(Comparator.comparingInt(other -> other.normalised().size()))
                .map(other -> new Entity(
                        other.name(),
                        EntityType.PERSON,
                        entity.sort().isEmpty()
                                ? Gazetteer.builtIn().sortOf(other.name(), EntityType.PERSON)
                                : entity.sort(),
                        entity.aliases()))
                .orElse(entity);
    }

    private static boolean isPlain(Recognised run) {
        return run.normalised().stream()
                .noneMatch(word ->
                        NameWords.isAmbiguous(word) || NameWords.isFunction(word) && !NameWords.isParticle(word));
    }

    /** A person by the pronouns of the context, where one of them prevails. */
    private static Entity withPronoun(Entity entity, TextWords context) {
        if (entity.type() != EntityType.PERSON) {
            return entity;
        }
        int he = 0;
        int she = 0;
        for (int at = 0; at < context.size(); at++) {
            he += HE.contains(context.normalised(at)) ? 1 : 0;
            she += SHE.contains(context.normalised(at)) ? 1 : 0;
        }
        int all = he + she;
        boolean clear = all > 0 && (he == 0 || she == 0) || all >= MIN_PRONOUNS;
        if (clear && he >= MAJORITY * all) {
            return entity.withSort("he");
        }
        return clear && she >= MAJORITY * all ? entity.withSort("she") : entity;
    }

    /** What is to be replaced in a row, or why nothing can be. */
    sealed interface Target {
        /** The texts, and the names of the entity that the answer names, with those that the context adds. */
        record Found(RowTexts texts, EntityNames names) implements Target {}

        record None(SkipReason reason) implements Target {}

        default Optional<Found> found() {
            return this instanceof Found found ? Optional.of(found) : Optional.empty();
        }
    }
}
