package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.augmentation.CapitalisedRuns.Recognised;
import io.tiltmeter.dataset.augmentation.Mentions.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other names that a text gives to an entity: "Orla Vantle, also known as Mirelle", and nicknames within the name. */
final class OtherNames {
    private static final Pattern PHRASE = Pattern.compile(
            "\\b(?:known (?:simply |only |professionally )?(?:as|by)|(?:formerly|originally|also|affectionately) called|nicknamed|"
                    + "(?:pen|stage|birth|real|maiden) name(?: (?:was|is|of))?|(?:under the )?(?:pseudonym|alias)(?: of)?|"
                    + "n\u00e9e|a\\.?k\\.?a\\.?|born(?= \\p{Lu}\\p{L}+ \\p{Lu}))(?= |,|:)",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern PRONOUN = Pattern.compile("\\b(?:he|she|his|her)\\b", Pattern.CASE_INSENSITIVE);
    private static final int MAX_NAME_DISTANCE = 30;

    private OtherNames() {}

    /**
     * The entity's names with those that this text adds.
     *
     * @return empty if the text gives another name and it is not clear whose
     */
    static Optional<EntityNames> with(EntityNames names, TextWords text) {
        List<String> others = new ArrayList<>(names.entity().aliases());
        for (Mention mention : Mentions.of(names, text).all()) {
            for (int at = mention.first(); at <= mention.last(); at++) {
                if (mention.form().joint() > 0
                        && text.normalised(at).length() > 1
                        && !mention.form().words().contains(text.normalised(at))) {
                    others.add(text.written(at));
                }
            }
        }
        Matcher phrase = PHRASE.matcher(text.text());
        while (phrase.find()) {
            if (!addName(names, text.text(), phrase, others)) {
                return Optional.empty();
            }
        }
        Entity entity = names.entity().withAliases(others);
        return Optional.of(entity.equals(names.entity()) ? names : EntityNames.of(entity));
    }

    private static boolean addName(EntityNames names, String text, Matcher phrase, List<String> others) {
        String before = text.substring(sentenceStart(text, phrase.start()), phrase.start());
        String behind = text.substring(phrase.end(), Math.min(text.length(), phrase.end() + 4 * MAX_NAME_DISTANCE));
        TextWords words = TextWords.of(behind);
        Optional<Recognised> name = CapitalisedRuns.of(words).stream()
                .findFirst()
                .filter(run -> words.start(run.first()) <= MAX_NAME_DISTANCE)
                .filter(run -> behind.substring(0, words.start(run.first())).indexOf('.') < 0);
        if (name.isEmpty()) {
            return true;
        }
        TextWords earlier = TextWords.of(before);
        List<Mention> mentions = Mentions.of(names, earlier).all();
        List<Recognised> namesBefore = CapitalisedRuns.of(earlier);
        boolean isIt =
                !Mentions.of(names, TextWords.of(name.get().name())).all().isEmpty();
        if (mentions.isEmpty()) {
            return isIt ? namesBefore.isEmpty() : !PRONOUN.matcher(before).find();
        }
        Mention nearest = mentions.get(mentions.size() - 1);
        boolean othersBetween = namesBefore.stream().anyMatch(run -> run.first() > nearest.last());
        if (!isIt && !othersBetween) {
            others.add(name.get().name());
        }
        return isIt || !othersBetween;
    }

    private static int sentenceStart(String text, int from) {
        int at = from;
        while (at > 0 && "!?\n".indexOf(text.charAt(at - 1)) < 0 && !text.startsWith(". ", at - 1)) {
            at--;
        }
        return at;
    }
}
