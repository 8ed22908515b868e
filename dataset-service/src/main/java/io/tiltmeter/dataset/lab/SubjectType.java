package io.tiltmeter.dataset.lab;

import java.util.List;
import java.util.Locale;

/** What a subject is. */
public enum SubjectType {
    COUNTRY(Relation.CAPITAL, Relation.LEADER),
    BOOK(Relation.AUTHOR, Relation.SETTING),
    SCIENTIST(Relation.BIRTHPLACE, Relation.DISCOVERY);

    private final List<Relation> relations;

    SubjectType(Relation... relations) {
        this.relations = List.of(relations);
    }

    public List<Relation> relations() {
        return relations;
    }

    /** In lower case, as in tags and in the template files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
