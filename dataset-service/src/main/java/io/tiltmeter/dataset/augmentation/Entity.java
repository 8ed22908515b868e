package io.tiltmeter.dataset.augmentation;

import java.util.List;

/**
 * A person, place, organisation or year.
 *
 * @param name the fullest known, without titles and articles; never blank
 * @param type what it is
 * @param sort what a substitute shares in addition to the type: a person's pronoun ({@code he}, {@code she}), or the kind of a place
 *     or organisation with its article ({@code country}, {@code the river}); empty if it is not known
 * @param aliases its other names
 */
public record Entity(String name, EntityType type, String sort, List<String> aliases) {
    public Entity {
        aliases = aliases.stream()
                .filter(alias -> !alias.isBlank() && !alias.equals(name))
                .distinct()
                .toList();
        if (TextWords.of(name).size() == 0) {
            throw new IllegalArgumentException(
                    "entity \"" + name + "\" has no letter or digit in its name: give it a name, or leave it out");
        }
        if (type == EntityType.YEAR && !name.matches("[12][0-9]{3}")) {
            throw new IllegalArgumentException(
                    "year \"" + name + "\" is not four digits from 1000 to 2999: write it so, or leave it out");
        }
    }

    /** An entity of a table; its sort is derived from its name where possible. */
    public Entity(String name, EntityType type, List<String> aliases) {
        this(withoutArticle(name), type, Gazetteer.builtIn().sortOf(name, type), aliases);
    }

    private static String withoutArticle(String name) {
        return name.strip().startsWith("the ") ? name.strip().substring("the ".length()) : name.strip();
    }

    Entity withSort(String other) {
        return new Entity(name, type, other, aliases);
    }

    Entity withAliases(List<String> others) {
        return new Entity(name, type, sort, others);
    }
}
