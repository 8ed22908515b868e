package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.augmentation.EntityNames.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a text names an entity: the longest form at each position, whole words only.
 *
 * @param all in the order of the text
 * @param shared whether one of them is a part of another name, as Vantle is of Vantle University
 */
record Mentions(List<Mention> all, boolean shared) {
    private static final Pattern WITHIN_NAME = Pattern.compile("[\\s\u00a0]{1,3}|[-\u2010\u2011'\u2019_.]|\\.\\s{1,2}");
    private static final Pattern COMMA = Pattern.compile(",\\s+");
    private static final Pattern AROUND_NICKNAME = Pattern.compile("\\s*[\"\u201c\u201d'\u2018\u2019()]\\s*");
    private static final int MAX_INITIALS = 3;
    private static final Set<String> LOCATIVE = Set.of("in", "at", "near", "from", "to");

    static Mentions of(EntityNames names, TextWords text) {
        List<Mention> found = new ArrayList<>();
        boolean shared = false;
        for (int at = 0; at < text.size(); at++) {
            for (Form form : names.formsFrom(text.normalised(at))) {
                int last = lastWord(form, text, at);
                if (last >= 0 && isName(form, text, at, last)) {
                    Mention mention = new Mention(at, last, form);
                    found.add(mention);
                    shared |= isShared(mention, names.entity().type(), text);
                    at = last;
                    break;
                }
            }
        }
        return new Mentions(List.copyOf(found), shared);
    }

    /** The last word of a form at this position; -1 if it is not there. */
    private static int lastWord(Form form, TextWords text, int from) {
        int at = from;
        for (int i = 0; i < form.words().size(); i++, at++) {
            if (i > 0 && i == form.joint()) {
                at = behindInitials(form, text, at);
            }
            if (at >= text.size() || !text.normalised(at).equals(form.words().get(i))) {
                return -1;
            }
            boolean nickname = i > 0
                    && i == form.joint()
                    && AROUND_NICKNAME.matcher(text.before(at)).matches();
            if (i > 0 && !nickname && !within(form, text.before(at), text.normalised(at - 1))) {
                return -1;
            }
        }
        return at - 1;
    }

    private static boolean within(Form form, String gap, String previous) {
        if (form.role() == NameRole.INVERTED) {
            return COMMA.matcher(gap).matches() || WITHIN_NAME.matcher(gap).matches() && !gap.contains(".");
        }
        return WITHIN_NAME.matcher(gap).matches() && (!gap.contains(".") || previous.length() <= MAX_INITIALS);
    }

    /** Past {@code B. C.} or {@code "Bobby"} between the first name and the last. */
    private static int behindInitials(Form form, TextWords text, int at) {
        String next = form.words().get(form.joint());
        int behind = at;
        while (behind < text.size()
                && behind - at < MAX_INITIALS
                && !text.normalised(behind).equals(next)
                && text.isCapitalised(behind)
                && text.normalised(behind).length() == 1
                && WITHIN_NAME.matcher(text.before(behind)).matches()) {
            behind++;
        }
        if (behind == at && at + 1 < text.size() && text.normalised(at + 1).equals(next)) {
            boolean nickname = AROUND_NICKNAME.matcher(text.before(at)).matches()
                    && AROUND_NICKNAME.matcher(text.before(at + 1)).matches();
            return nickname ? at + 1 : at;
        }
        return behind;
    }

    private static boolean isName(Form form, TextWords text, int first, int last) {
        if (form.role() == NameRole.ACRONYM) {
            return text.isUpperCase(first);
        }
        if (form.role() == NameRole.ADJECTIVE) {
            return text.isCapitalised(first);
        }
        boolean single = first == last;
        boolean titled = first > 0 && NameWords.isTitle(text.normalised(first - 1)) && text.isCapitalised(first - 1);
        if (single && form.role() != NameRole.FULL && !titled && NameWords.isAmbiguous(text.normalised(first))) {
            return false;
        }
        boolean written = text.written(first).equals(form.name());
        boolean digits = Character.isDigit(text.written(first).codePointAt(0));
        return !single || text.isCapitalised(first) || !text.hasUpperCase() || written || digits;
    }

    private static boolean isShared(Mention mention, EntityType type, TextWords text) {
        NameRole role = mention.form().role();
        if (role == NameRole.ACRONYM || role == NameRole.ADJECTIVE || type == EntityType.YEAR) {
            return false;
        }
        boolean headline = text.isUpperCase(mention.first()) && text.isUpperCase(mention.last());
        return !headline && (isNameBefore(mention, text) || isNameBehind(mention, text))
                || (role == NameRole.FIRST || role == NameRole.LAST) && isPlace(mention, text);
    }

    private static boolean isNameBefore(Mention mention, TextWords text) {
        int at = mention.first();
        while (at > 0 && joins(text, at) && isLowerParticle(text, at - 1)) {
            at--;
        }
        if (at < mention.first()) {
            return at > 0 && joins(text, at) && text.isCapitalised(at - 1) && !isTitleOrNone(text.normalised(at - 1));
        }
        while (at > 0 && joins(text, at) && NameWords.isTitle(text.normalised(at - 1)) && text.isCapitalised(at - 1)) {
            if (text.beginsSentence(at - 1)) {
                return false;
            }
            at--;
        }
        return at == mention.first()
                && at > 0
                && joins(text, at)
                && text.isCapitalised(at - 1)
                && !NameWords.isFunction(text.normalised(at - 1))
                && !NameWords.isProfession(text.normalised(at - 1));
    }

    /** {@code Tarn de la Vantle} is another name than Vantle, and {@code the mill of Vantle} none. */
    private static boolean isLowerParticle(TextWords text, int word) {
        String normalised = text.normalised(word);
        return !text.isCapitalised(word)
                && NameWords.isParticle(normalised)
                && !NameWords.isFunction(normalised)
                && !normalised.equals("y");
    }

    private static boolean isTitleOrNone(String word) {
        return NameWords.isTitle(word) || NameWords.isFunction(word);
    }

    private static boolean isNameBehind(Mention mention, TextWords text) {
        int next = mention.last() + 1;
        boolean behind = next < text.size() && joins(text, next) && text.isCapitalised(next);
        return behind
                && !NameWords.isSuffix(text.normalised(next))
                && !NameWords.isFunction(text.normalised(next))
                && !text.normalised(next).equals("s");
    }

    private static boolean joins(TextWords text, int word) {
        return text.joinsPrevious(word)
                || text.before(word).equals(". ") && NameWords.isTitle(text.normalised(word - 1));
    }

    private static boolean isPlace(Mention mention, TextWords text) {
        return mention.first() > 0
                && LOCATIVE.contains(text.normalised(mention.first() - 1))
                && Gazetteer.builtIn()
                        .place(List.of(text.normalised(mention.first())))
                        .isPresent();
    }

    /**
     * A position where a text names an entity.
     *
     * @param first its first word
     * @param last its last word
     * @param form the form of the entity that is there
     */
    record Mention(int first, int last, EntityNames.Form form) {}
}
