package io.tiltmeter.dataset.augmentation;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kind of answer that a question asks for, by its words. */
enum QuestionCue {
    YEAR(EntityType.YEAR, "", "\\bwhen\\b|\\b(?:what|which) (?:year|date)\\b"),
    PERSON(
            EntityType.PERSON,
            "",
            "\\b(?:who|whom|whose)\\b|\\bname of the (?:person|man|woman|author|artist|writer|poet|composer|scientist"
                    + "|inventor|painter|leader|politician|philosopher|explorer|musician|president|king|queen|actor|singer|director)\\b"),
    COUNTRY(EntityType.PLACE, "country", "\\b(?:what|which) country\\b"),
    CITY(EntityType.PLACE, "city", "\\bcapital\\b|\\b(?:what|which) (?:city|town)\\b"),
    PLACE(EntityType.PLACE, "", "\\bwhere\\b"),
    ORGANISATION(
            EntityType.ORGANISATION,
            "",
            "\\b(?:what|which) (?:company|organi[sz]ation|university|college|school|bank|agency|party|team|club)\\b");

    private final EntityType type;
    private final String sort;
    private final Pattern asks;

    QuestionCue(EntityType type, String sort, String asks) {
        this.type = type;
        this.sort = sort;
        this.asks = Pattern.compile(asks, Pattern.CASE_INSENSITIVE);
    }

    EntityType type() {
        return type;
    }

    String sort() {
        return sort;
    }

    static Optional<QuestionCue> of(String question) {
        return Arrays.stream(values())
                .filter(cue -> cue.asks.matcher(question).find())
                .findFirst();
    }
}
