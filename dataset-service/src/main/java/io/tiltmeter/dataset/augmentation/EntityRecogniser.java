package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.augmentation.CapitalisedRuns.Recognised;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recognises entities without a model: the names of a table, and capitalised words whose type is clear from themselves
 * (a first name, a country, University) or from the words around them (a title, "the town of", "was born"). A name of unclear
 * type is ignored: a wrong type would do more harm than a row left out.
 */
final class EntityRecogniser {
    private static final Set<String> SETTLEMENT = Set.of("city", "town", "village", "capital");
    private static final Set<String> STAYS =
            Set.of("born", "lived", "lives", "living", "moved", "located", "raised", "settled");
    private static final int MAX_PERSON_WORDS = 4;

    private final Map<String, List<TableName>> tableByFirst = new HashMap<>();
    private final Gazetteer gazetteer = Gazetteer.builtIn();

    private record TableName(List<String> normalised, boolean capitalised, Entity entity) {}

    EntityRecogniser(EntitySource source) {
        if (source instanceof EntitySource.Table table) {
            for (Entity entity : table.entities()) {
                Stream.concat(Stream.of(entity.name()), entity.aliases().stream())
                        .map(TextWords::of)
                        .filter(name -> name.size() > 0)
                        .forEach(name -> tableByFirst
                                .computeIfAbsent(name.normalised(0), word -> new ArrayList<>())
                                .add(new TableName(name.allNormalised(), name.isCapitalised(0), entity)));
            }
        }
    }

    /** An entity and its first word in the text. */
    record Placed(int first, Entity entity) {}

    /** Entities of a text whose types are clear, in its order. */
    List<Placed> in(TextWords text) {
        List<Placed> found = new ArrayList<>(ofTable(text));
        for (Recognised run : CapitalisedRuns.of(text)) {
            typed(run, text).ifPresent(entity -> found.add(new Placed(run.first(), entity)));
        }
        return found;
    }

    /** Entities of the table that a text names, in its order. */
    List<Placed> ofTable(TextWords text) {
        List<Placed> found = new ArrayList<>();
        for (int at = 0; at < text.size() && !tableByFirst.isEmpty(); at++) {
            for (TableName name : tableByFirst.getOrDefault(text.normalised(at), List.of())) {
                if ((!name.capitalised() || text.isCapitalised(at)) && text.isAt(name.normalised(), at)) {
                    found.add(new Placed(at, name.entity()));
                }
            }
        }
        return found;
    }

    /** The entity that a run of capitalised words names, if its type is clear. */
    Optional<Entity> typed(Recognised run, TextWords text) {
        List<String> words = run.normalised();
        String last = words.get(words.size() - 1);
        if (run.name().codePoints().noneMatch(Character::isLowerCase)) {
            return Optional.empty();
        }
        boolean isDistinct =
                !EntityNames.distinctive(run.name(), EntityType.PLACE).isEmpty();
        boolean several = words.size() > 1 && isDistinct;
        if (several && (NameWords.marksOrganisation(last) || NameWords.marksOrganisation(words.get(0)))) {
            return Optional.of(entity(run, EntityType.ORGANISATION, ""));
        }
        if (several && (NameWords.marksPlace(last) || NameWords.marksPlace(words.get(0)))) {
            return Optional.of(entity(run, EntityType.PLACE, ""));
        }
        if (isPerson(run, text)) {
            return Optional.of(entity(run, EntityType.PERSON, pronoun(run)));
        }
        Optional<String> place = gazetteer.place(words);
        boolean firstName =
                words.size() == 1 && gazetteer.pronounOfFirstName(last).isPresent() && !NameWords.isAmbiguous(last);
        if (firstName && place.isEmpty() && !run.article()) {
            return Optional.of(entity(run, EntityType.PERSON, pronoun(run)));
        }
        if (place.isPresent() && !firstName) {
            return Optional.of(entity(run, EntityType.PLACE, place.get()));
        }
        if (isPlace(run, text)) {
            return Optional.of(entity(run, EntityType.PLACE, "city"));
        }
        boolean acts = isBare(run) && !run.article() && actsAsPerson(run, text);
        return acts ? Optional.of(entity(run, EntityType.PERSON, "")) : Optional.empty();
    }

    /** An entity whose type is known otherwise. */
    Entity entity(Recognised run, EntityType type, String sort) {
        String own = gazetteer.sortOf((run.article() ? "the " : "") + run.name(), type);
        String known = sort.isEmpty() ? own : sort;
        boolean article = run.article() && type != EntityType.PERSON && !known.startsWith("the ");
        return new Entity(run.name(), type, article ? ("the " + known).strip() : known, List.of());
    }

    private boolean isPerson(Recognised run, TextWords text) {
        List<String> words = run.normalised();
        String last = words.get(words.size() - 1);
        if (words.size() > MAX_PERSON_WORDS + 2 || NameWords.isFunction(last) || run.article()) {
            return false;
        }
        if (!run.title().isEmpty()) {
            return last.length() > 2 && gazetteer.place(words).isEmpty();
        }
        String before = run.first() == 0 ? "" : text.normalised(run.first() - 1);
        boolean named = gazetteer.pronounOfFirstName(words.get(0)).isPresent()
                || words.get(0).length() == 1 && run.name().startsWith(".", 1);
        return words.size() > 1
                        && named
                        && last.length() > 1
                        && gazetteer.place(words).isEmpty()
                        && isPersonal(run)
                || NameWords.isProfession(before) && text.before(run.first()).equals(" ") && isBare(run);
    }

    /** None of its words marks a place or begins sentences. */
    private static boolean isPersonal(Recognised run) {
        return run.normalised().stream()
                .skip(1)
                .noneMatch(word -> NameWords.marksPlace(word)
                        || NameWords.marksOrganisation(word)
                        || NameWords.isFunction(word) && !NameWords.isParticle(word));
    }

    private boolean isBare(Recognised run) {
        return isPersonal(run)
                && run.normalised().stream().noneMatch(NameWords::isAmbiguous)
                && gazetteer.place(run.normalised()).isEmpty();
    }

    private static boolean actsAsPerson(Recognised run, TextWords text) {
        int next = run.last() + 1;
        if (next + 1 >= text.size() || !text.joinsPrevious(next) || !NameWords.followsPerson(text.normalised(next))) {
            return false;
        }
        String second = text.normalised(next + 1);
        boolean linking =
                text.normalised(next).equals("was") || text.normalised(next).equals("is");
        return linking
                ? second.equals("born")
                        || next + 2 < text.size()
                                && (second.equals("a") || second.equals("an"))
                                && Stream.of(next + 2, next + 3)
                                        .filter(at -> at < text.size())
                                        .anyMatch(at -> NameWords.isProfession(text.normalised(at)))
                : run.normalised().size() > 1 || !text.beginsSentence(run.first());
    }

    private boolean isPlace(Recognised run, TextWords text) {
        int first = run.first();
        if (!isBare(run) || first < 2) {
            return false;
        }
        boolean settlement = text.normalised(first - 1).equals("of") && SETTLEMENT.contains(text.normalised(first - 2));
        boolean stays = text.normalised(first - 1).equals("in") && STAYS.contains(text.normalised(first - 2));
        int next = run.last() + 1;
        boolean inCountry = next < text.size()
                && text.before(next).equals(", ")
                && Stream.of(next, next + 1)
                        .filter(end -> end < text.size())
                        .anyMatch(end -> gazetteer.isCountry(text.normalised(next, end)));
        return settlement
                || stays && text.isCapitalised(first)
                || inCountry && text.normalised(first - 1).equals("in");
    }

    private String pronoun(Recognised run) {
        String ofTitle = NameWords.pronounOfTitle(run.title());
        return ofTitle.isEmpty()
                ? gazetteer.pronounOfFirstName(run.normalised().get(0)).orElse("")
                : ofTitle;
    }
}
