package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.answertext.Answer;
import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks that a row has no trace of an entity: its name, a part of it or an alias, in any spelling in which a scorer would
 * find it, in any case, with any accents, hyphens and spaces, as a possessive or a plural, within a derived word or a handle,
 * or as initials. It is independent of how names were replaced, and reports too much rather than too little: the flower rose
 * counts as a trace of Rose Vantle. Of places and organisations with several words, parts count only where they are
 * capitalised.
 */
final class LeftoverCheck {
    private static final int MIN_PART_LENGTH = 3;
    private static final int MIN_STEM_LENGTH = 5;
    private static final int MIN_HANDLE_LENGTH = 6;
    private static final int MIN_SPACED_LENGTH = 8;
    private static final int MIN_ACRONYM_LENGTH = 3;

    private final EntityType type;
    private final Answer wholeName;
    private final Answer wholeAliases;
    private final List<List<String>> names = new ArrayList<>();
    private final List<List<String>> aliases = new ArrayList<>();
    private final Map<String, SkipReason> parts = new HashMap<>();
    private final Set<String> handles = new LinkedHashSet<>();
    private final Set<String> acronyms = new LinkedHashSet<>();
    private final boolean wordsInLowerCase;

    LeftoverCheck(EntityNames original) {
        Entity entity = original.entity();
        type = entity.type();
        wholeName = Answer.of(entity.name(), List.of());
        wholeAliases = Answer.of("", entity.aliases());
        names.add(EntityNames.normalised(entity.name()));
        addParts(entity.name(), SkipReason.LEFTOVER_PART);
        entity.aliases().forEach(alias -> {
            aliases.add(EntityNames.normalised(alias));
            addParts(alias, SkipReason.LEFTOVER_ALIAS);
        });
        for (String adjective : Gazetteer.builtIn().adjectives(names.get(0))) {
            EntityNames.distinctive(adjective, type)
                    .forEach(part -> parts.putIfAbsent(part, SkipReason.LEFTOVER_DERIVED));
        }
        Stream.concat(names.stream(), aliases.stream()).forEach(this::addJoined);
        wordsInLowerCase = type == EntityType.PERSON || names.get(0).size() == 1;
    }

    private void addParts(String name, SkipReason reason) {
        EntityNames.distinctive(name, type).forEach(part -> parts.putIfAbsent(part, reason));
    }

    private void addJoined(List<String> name) {
        String joined = String.join("", name);
        if (name.size() > 1) {
            if (joined.length() >= MIN_HANDLE_LENGTH) {
                handles.add(joined);
            }
            StringBuilder initials = new StringBuilder();
            name.forEach(word -> initials.appendCodePoint(word.codePointAt(0)));
            acronyms.add(initials.toString());
            if (type == EntityType.PERSON) {
                String last = name.get(name.size() - 1);
                parts.putIfAbsent(
                        name.get(0).substring(0, name.get(0).offsetByCodePoints(0, 1)) + last,
                        SkipReason.LEFTOVER_DERIVED);
                parts.putIfAbsent(joined, SkipReason.LEFTOVER_DERIVED);
            }
        }
    }

    /** What is left anywhere in a row: its context, turns and system text. */
    Optional<SkipReason> in(SourceRow row) {
        return Stream.concat(
                        Stream.of(row.context(), row.system()),
                        row.turns().stream().map(Turn::text))
                .flatMap(text -> in(TextWords.of(text)).stream())
                .findFirst();
    }

    /** What is left in one text. */
    Optional<SkipReason> in(TextWords text) {
        NormalisedText normalised = NormalisedText.of(text.text());
        if (wholeName.isIn(normalised) || names.stream().anyMatch(name -> text.indexOf(name) >= 0)) {
            return Optional.of(SkipReason.LEFTOVER_NAME);
        }
        if (wholeAliases.isIn(normalised) || aliases.stream().anyMatch(alias -> text.indexOf(alias) >= 0)) {
            return Optional.of(SkipReason.LEFTOVER_ALIAS);
        }
        for (int at = 0; at < text.size(); at++) {
            Optional<SkipReason> left = at(text, at);
            if (left.isPresent()) {
                return left;
            }
        }
        return spaced(text) ? Optional.of(SkipReason.LEFTOVER_DERIVED) : Optional.empty();
    }

    private Optional<SkipReason> at(TextWords text, int at) {
        return word(text, at).or(() -> initials(text, at)).or(() -> parted(text, at));
    }

    private Optional<SkipReason> word(TextWords text, int at) {
        String word = text.normalised(at);
        if (word.length() < 2) {
            return Optional.empty();
        }
        boolean capitalised = text.isCapitalised(at) || !text.hasUpperCase();
        boolean counts = capitalised || wordsInLowerCase && word.length() >= MIN_PART_LENGTH;
        if (counts && parts.containsKey(word)) {
            return Optional.of(parts.get(word));
        }
        boolean derived = counts && (isPlural(word) || isDerived(word))
                || word.length() >= MIN_HANDLE_LENGTH && handles.stream().anyMatch(word::contains)
                || word.length() >= MIN_ACRONYM_LENGTH && text.isUpperCase(at) && acronyms.contains(word);
        return derived ? Optional.of(SkipReason.LEFTOVER_DERIVED) : Optional.empty();
    }

    private boolean isPlural(String word) {
        return word.endsWith("s") && word.length() > MIN_PART_LENGTH && isPart(word.substring(0, word.length() - 1))
                || word.endsWith("es")
                        && word.length() > MIN_PART_LENGTH + 1
                        && isPart(word.substring(0, word.length() - 2));
    }

    private boolean isDerived(String word) {
        for (int length = MIN_STEM_LENGTH; length < word.length(); length++) {
            if (isPart(word.substring(0, length))) {
                return true;
            }
        }
        return false;
    }

    private boolean isPart(String word) {
        return parts.containsKey(word);
    }

    /** {@code O. V.} */
    private Optional<SkipReason> initials(TextWords text, int at) {
        if (type != EntityType.PERSON) {
            return Optional.empty();
        }
        StringBuilder initials = new StringBuilder();
        for (int i = at;
                i < text.size()
                        && text.normalised(i).length() == 1
                        && text.isCapitalised(i)
                        && (i == at || text.joinsPrevious(i));
                i++) {
            initials.append(text.normalised(i));
        }
        boolean begins = at == 0 || text.normalised(at - 1).length() > 1 || !text.joinsPrevious(at);
        return begins && initials.length() > 1 && acronyms.contains(initials.toString())
                ? Optional.of(SkipReason.LEFTOVER_DERIVED)
                : Optional.empty();
    }

    /** A part that a hyphen or the end of a line splits: {@code Van-tle}. */
    private Optional<SkipReason> parted(TextWords text, int at) {
        boolean parted = at > 0 && isHyphen(text.before(at).strip());
        String joined = parted ? text.normalised(at - 1) + text.normalised(at) : "";
        return joined.length() >= MIN_PART_LENGTH && isPart(joined)
                ? Optional.of(SkipReason.LEFTOVER_DERIVED)
                : Optional.empty();
    }

    private static boolean isHyphen(String gap) {
        return gap.length() == 1 && "-\u2010\u2011_".contains(gap);
    }

    /** {@code O r l a V a n t l e}. */
    private boolean spaced(TextWords text) {
        List<String> whole = handles.stream()
                .filter(handle -> handle.length() >= MIN_SPACED_LENGTH)
                .toList();
        if (whole.isEmpty()) {
            return false;
        }
        String letters = String.join("", text.allNormalised());
        return whole.stream().anyMatch(letters::contains);
    }
}
