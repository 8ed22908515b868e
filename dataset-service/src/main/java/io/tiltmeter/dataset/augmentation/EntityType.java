package io.tiltmeter.dataset.augmentation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an entity is; a substitute is of the same type. */
public enum EntityType {
    /** Substitutes fit the pronouns, where these are known. */
    PERSON,
    /** Substitutes are of the same sort where it is known: a country for a country, a river for a river. */
    PLACE,
    ORGANISATION,
    /** Four digits that answer a question for a time. Other numbers and whole dates are not replaced: too much depends on them. */
    YEAR;

    /** As in tables and substitutions, such as {@code person}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All labels. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(EntityType::label).toList();
    }

    /** The type of this label; {@code organization} is one too. */
    public static Optional<EntityType> labelled(String label) {
        String british = label.equals("organization") ? ORGANISATION.label() : label;
        return Arrays.stream(values())
                .filter(type -> type.label().equals(british))
                .findFirst();
    }
}
