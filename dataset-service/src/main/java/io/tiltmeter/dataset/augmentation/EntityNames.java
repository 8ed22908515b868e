package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.suite.lint.KnownNames;
import io.tiltmeter.dataset.suite.lint.NameParts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All forms in which a text may name an entity, and how the entity is written in each. */
final class EntityNames {
    private static final int MIN_ACRONYM_LENGTH = 3;
    private static final KnownNames KNOWN = KnownNames.builtIn();

    private final Entity entity;
    private final Map<NameRole, String> written = new EnumMap<>(NameRole.class);
    private final Map<List<String>, Form> forms = new LinkedHashMap<>();
    private final Map<String, List<Form>> formsByFirst;

    /**
     * @param words normalised
     * @param role the substitute's form of the same role replaces it
     * @param name as it is written
     * @param joint the number of words of the first name, after which a text may have initials or a nickname; 0 if none
     */
    record Form(List<String> words, NameRole role, String name, int joint) {}

    private EntityNames(Entity entity) {
        this.entity = entity;
        write(entity.name());
        add(entity.name());
        entity.aliases().forEach(this::add);
        for (String adjective : Gazetteer.builtIn().adjectives(normalised(entity.name()))) {
            written.putIfAbsent(NameRole.ADJECTIVE, adjective);
            put(adjective, NameRole.ADJECTIVE, 0);
        }
        formsByFirst = forms.values().stream()
                .sorted(Comparator.comparingInt((Form form) -> form.words().size())
                        .reversed())
                .collect(Collectors.groupingBy(form -> form.words().get(0)));
    }

    /** Of the entity with its other names from {@link KnownNames}. */
    static EntityNames of(Entity entity) {
        List<String> known = KNOWN.of(entity.name());
        return new EntityNames(
                known.isEmpty()
                        ? entity
                        : entity.withAliases(Stream.concat(entity.aliases().stream(), known.stream())
                                .toList()));
    }

    Entity entity() {
        return entity;
    }

    /** Forms that begin with this normalised word, the longest first. */
    List<Form> formsFrom(String word) {
        return formsByFirst.getOrDefault(word, List.of());
    }

    /** How the entity is written in this role. */
    String written(NameRole role) {
        return written.getOrDefault(role, entity.name());
    }

    /** Whether it has a form of this role. */
    boolean plays(NameRole role) {
        return role != NameRole.ADJECTIVE || written.containsKey(role);
    }

    /** The normalised words of that identify a name; none if it consists of words that many names share. */
    static Set<String> distinctive(String name, EntityType type) {
        List<String> words = normalised(name);
        return words.stream()
                .filter(word -> word.length() > 1)
                .filter(word -> words.size() == 1
                        || !NameParts.isShared(word)
                                && !NameWords.isParticle(word)
                                && !NameWords.isTitle(word)
                                && (type == EntityType.PERSON || !isShared(word)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static boolean marksThing(String word) {
        return NameWords.marksPlace(word) || NameWords.marksOrganisation(word);
    }

    static boolean isShared(String word) {
        return NameParts.isShared(word)
                || NameWords.marksPlace(word)
                || NameWords.marksOrganisation(word)
                || NameWords.isFunction(word);
    }

    static List<String> normalised(String name) {
        return TextWords.of(name).allNormalised();
    }

    private void write(String name) {
        switch (entity.type()) {
            case PERSON -> {
                PersonName person = PersonName.of(name);
                if (!person.isMononym()) {
                    written.put(NameRole.FIRST, person.first());
                    written.put(NameRole.LAST, person.last());
                    written.put(NameRole.PLURAL, plural(person.last()));
                    written.put(NameRole.INITIALS_LAST, person.initials() + " " + person.last());
                    written.put(NameRole.INVERTED, person.last() + ", " + person.first());
                }
            }
            case PLACE, ORGANISATION -> {
                written.put(NameRole.SHORT, withoutShared(name));
                String acronym = acronym(name);
                written.put(NameRole.ACRONYM, acronym.length() < MIN_ACRONYM_LENGTH ? withoutShared(name) : acronym);
            }
            case YEAR -> {}
        }
    }

    private void add(String name) {
        put(name, isAcronym(name) ? NameRole.ACRONYM : NameRole.FULL, 0);
        switch (entity.type()) {
            case PERSON -> addPerson(PersonName.of(name));
            case PLACE, ORGANISATION -> {
                put(withoutShared(name), NameRole.SHORT, 0);
                if (acronym(name).length() >= MIN_ACRONYM_LENGTH) {
                    put(acronym(name), NameRole.ACRONYM, 0);
                }
            }
            case YEAR -> {}
        }
    }

    private void addPerson(PersonName name) {
        if (name.isMononym()) {
            put(name.first(), NameRole.FULL, 0);
            return;
        }
        String middle = name.middle();
        put(
                name.first() + " " + name.last(),
                NameRole.FULL,
                normalised(name.first()).size());
        put(name.first() + " " + middle + " " + name.last(), NameRole.FULL, 0);
        put(middle + " " + name.last(), middle.isEmpty() ? NameRole.LAST : NameRole.FULL, 0);
        put(name.last() + " " + name.first(), NameRole.INVERTED, 0);
        put(name.last() + " " + name.first() + " " + middle, NameRole.INVERTED, 0);
        put(name.initials() + " " + name.last(), NameRole.INITIALS_LAST, 0);
        put(name.initials().substring(0, name.initials().indexOf('.')) + " " + name.last(), NameRole.INITIALS_LAST, 0);
        put(name.first() + " " + middle, NameRole.FIRST, 0);
        put(name.first(), NameRole.FIRST, 0);
        put(name.last(), NameRole.LAST, 0);
        put(plural(name.last()), NameRole.PLURAL, 0);
        put(name.last() + "s", NameRole.PLURAL, 0);
        put(withoutParticles(name.last()), NameRole.LAST, 0);
    }

    private void put(String name, NameRole role, int joint) {
        List<String> words = normalised(name);
        boolean isDistinct = words.stream().mapToInt(String::length).sum() > 1;
        if (isDistinct && (words.size() > 1 || !isShared(words.get(0)) || role == NameRole.FULL)) {
            forms.putIfAbsent(words, new Form(words, role, name.strip(), joint));
            if (joint > 0) {
                Form known = forms.get(words);
                forms.put(words, new Form(words, known.role(), known.name(), joint));
            }
        }
    }

    private static String plural(String name) {
        return name + (name.matches("(?i).*(?:s|x|z|ch|sh)") ? "es" : "s");
    }

    private static boolean isAcronym(String name) {
        return name.strip().matches("\\p{Lu}{2,6}");
    }

    private static String withoutParticles(String name) {
        return Stream.of(name.split(" "))
                .filter(word -> normalised(word).stream().noneMatch(NameWords::isParticle))
                .collect(Collectors.joining(" "));
    }

    private static String withoutShared(String name) {
        List<String> words = new ArrayList<>(List.of(name.strip().split(" ")));
        while (words.size() > 1 && sharedOnly(words.get(words.size() - 1))) {
            words.remove(words.size() - 1);
        }
        while (words.size() > 1 && sharedOnly(words.get(0))) {
            words.remove(0);
        }
        String rest = String.join(" ", words);
        return normalised(rest).stream().allMatch(EntityNames::isShared) ? name : rest.replaceAll("[,.]+$", "");
    }

    private static boolean sharedOnly(String word) {
        return normalised(word).stream()
                .allMatch(part -> NameWords.marksPlace(part)
                        || NameWords.marksOrganisation(part)
                        || part.equals("of")
                        || part.equals("the"));
    }

    private static String acronym(String name) {
        return Stream.of(name.split("[\\s-]+"))
                .filter(word -> !word.isEmpty() && Character.isUpperCase(word.codePointAt(0)))
                .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
                .collect(Collectors.joining());
    }
}
