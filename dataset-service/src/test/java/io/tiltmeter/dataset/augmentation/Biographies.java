package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.source.SourceRow;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Invented lives of people with invented names, with every form of name that biographies use. */
final class Biographies {
    private static final String[] BEGINNINGS = "Bra Dro Fle Gri Klo Mur Nel Pru Sko Tre Vla Zwe Quo Ixa Olu".split(" ");
    private static final String[] MIDDLES = "ba do fi gu ka lo mé nü pa ró si tú va zo".split(" ");
    private static final String[] ENDS =
            "bbin dmer ffle gguth kks lpo mmick nnør ppas rrod sset ttox vvan zzim".split(" ");

    private final Random random;
    private final Set<String> used = new LinkedHashSet<>();

    private Biographies(long seed) {
        random = new Random(seed);
    }

    /**
     * A biography.
     *
     * @param row the biography with a question for its person
     * @param traces every word that names the person
     */
    record Biography(SourceRow row, List<String> traces) {}

    static List<SourceRow> drawn(int count, long seed) {
        return biographies(count, seed).stream().map(Biography::row).toList();
    }

    static List<Biography> biographies(int count, long seed) {
        Biographies biographies = new Biographies(seed);
        List<Biography> drawn = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            drawn.add(biographies.biography(number));
        }
        return drawn;
    }

    /** A name that no other life shares a word with. */
    private String word() {
        String word;
        do {
            word = pick(BEGINNINGS) + pick(MIDDLES) + pick(MIDDLES) + pick(MIDDLES) + pick(ENDS);
        } while (!used.add(word));
        return word;
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private Biography biography(int number) {
        String first = once(8) ? word() + "-" + word() : word();
        String middle = once(5) ? word() : "";
        String family = once(8) ? word() + "-" + word() : word();
        String particle = once(8) ? pick("van ", "de la ", "von ", "al-") : "";
        String last = once(10) ? "" : particle + family;
        String full = (first + (middle.isEmpty() || last.isEmpty() ? "" : " " + middle) + " " + last).strip();
        String alias = word();
        String nickname = word();
        String shortName = (first + " " + last).strip();
        String known = last.isEmpty() ? first : last;
        boolean he = random.nextBoolean();
        List<String> sentences = new ArrayList<>();
        if (once(3)) {
            sentences.add(full.toUpperCase(Locale.ROOT) + " AND THE MILL\n");
        }
        sentences.add(full + ", also known as " + alias + ", was born in a small town and wrote letters.");
        sentences.add(pick("Dr. ", "Professor ", he ? "Mr. " : "Mrs. ", "President ") + known + " met " + word() + " "
                + word() + " there.");
        sentences.add(possessive(known) + " mill stood by the water, and " + possessive(first) + " house beside it.");
        sentences.add(he ? "He was old when his mill burnt." : "She was old when her mill burnt.");
        if (once(2) && !last.isEmpty()) {
            sentences.add("Friends knew " + first + " \"" + nickname + "\" " + last + " well; " + nickname + " sang.");
        }
        if (once(2)) {
            sentences.add("Few spell it " + plain(shortName) + ", and many " + decomposed(shortName) + ".");
        }
        if (once(3) && !last.isEmpty()) {
            sentences.add("Letters are filed under \"" + last + ", " + first + "\" and signed "
                    + first.codePoints()
                            .limit(1)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    + ". " + last + ".");
        }
        if (once(3)) {
            sentences.add("In a chat somebody asked for " + shortName.toLowerCase(Locale.ROOT) + " again.");
        }
        if (once(6)) {
            sentences.add("The " + last.replace(particle, "") + " family, the " + known + "s, moved on.");
        }
        if (once(10)) {
            sentences.add("A sister, " + word() + " " + known + ", kept bees.");
        }
        if (once(10)) {
            sentences.add("Write to " + plain(first).toLowerCase(Locale.ROOT) + "@"
                    + plain(known).toLowerCase(Locale.ROOT) + ".example.");
        }
        sentences.add("Much later " + alias + " gave " + (he ? "his" : "her") + " mill away, as "
                + known.toUpperCase(Locale.ROOT) + " had said.");
        return new Biography(
                row(number, sentences, full, shortName, known), traces(first, middle, family, alias, nickname));
    }

    private SourceRow row(int number, List<String> sentences, String full, String shortName, String known) {
        String context = String.join(" ", sentences);
        String question = "Who gave the mill away?";
        String answer = pick(full, "It was " + shortName + ".", known, "The mill was " + possessive(known) + ".");
        return once(3)
                ? Augmented.conversation(
                        number,
                        "Be kind.",
                        "Context: " + context + "\nQuestion: " + question,
                        answer,
                        "Was it " + known + "?",
                        "Yes, " + known + " gave it away.")
                : Augmented.row(number, question, context, answer);
    }

    private String possessive(String name) {
        return name + (name.endsWith("s") && random.nextBoolean() ? pick("'", "\u2019") : pick("'s", "\u2019s"));
    }

    private static String decomposed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    }

    private static List<String> traces(String... names) {
        List<String> traces = new ArrayList<>();
        for (String name : names) {
            for (String word : name.split("-")) {
                if (!word.isEmpty()) {
                    traces.add(plain(word).toLowerCase(Locale.ROOT));
                }
            }
        }
        return traces;
    }
}
