package io.tiltmeter.dataset.augmentation;

import java.util.ArrayList;
import java.util.List;

/** The names of a text by their letters alone: runs of capitalised words, with small words such as "of" and "de" within. */
final class CapitalisedRuns {
    private static final int MAX_WORDS = 6;
    private static final int MAX_PARTICLES = 2;

    private CapitalisedRuns() {}

    static List<Recognised> of(TextWords text) {
        List<Recognised> runs = new ArrayList<>();
        int at = 0;
        while (at < text.size()) {
            if (isNameWord(text, at)) {
                int last = lastOf(text, at);
                add(text, at, last, runs);
                at = last + 1;
            } else {
                at++;
            }
        }
        return runs;
    }

    private static boolean isNameWord(TextWords text, int at) {
        return text.isCapitalised(at) && !text.written(at).codePoints().anyMatch(Character::isDigit);
    }

    private static int lastOf(TextWords text, int first) {
        int last = first;
        int at = first + 1;
        while (at < text.size() && text.joinsPrevious(at)) {
            if (isNameWord(text, at)) {
                last = at;
            } else if (!NameWords.isParticle(text.normalised(at)) || at - last > MAX_PARTICLES) {
                break;
            }
            at++;
        }
        return last;
    }

    private static void add(TextWords text, int from, int to, List<Recognised> runs) {
        int first = from;
        int last = to;
        String title = "";
        String end = text.normalised(to);
        boolean marked = NameWords.marksPlace(end) || NameWords.marksOrganisation(end);
        for (int i = from; i < to && !marked; i++) {
            if (NameWords.isTitle(text.normalised(i))) {
                title = text.normalised(i);
                first = i + 1;
            }
        }
        while (first <= last && NameWords.isFunction(text.normalised(first))) {
            first++;
        }
        while (last > first && NameWords.isSuffix(text.normalised(last))) {
            last--;
        }
        boolean leadsWithParticle = first <= last && !text.isCapitalised(first);
        if (first > last || leadsWithParticle || last - first >= MAX_WORDS) {
            return;
        }
        if (first == last && text.normalised(first).length() < 2) {
            return;
        }
        boolean article = first > 0 && text.normalised(first - 1).equals("the");
        List<String> normalised = text.normalised(first, last);
        runs.add(new Recognised(text.written(first, last).replace('_', ' '), normalised, first, last, title, article));
    }

    /**
     * A name in a text.
     *
     * @param name without titles, articles and suffixes, as it is written there
     * @param normalised its words
     * @param first its first word in the text
     * @param last its last word in the text
     * @param title a title before it, normalised; empty if there is none
     * @param article whether "the" is before it
     */
    record Recognised(String name, List<String> normalised, int first, int last, String title, boolean article) {}
}
