package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures of responses as text; one that is absent is an empty text. */
final class Figures {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

    private Figures() {}

    /** A share as a percentage. */
    static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()) : "";
    }

    /** A difference of shares. */
    static String points(JsonNode difference) {
        return difference.isNumber() ? String.format(Locale.ROOT, "%.1f", 100 * difference.asDouble()) : "";
    }

    /** Two bounds of a share. */
    static String interval(JsonNode low, JsonNode high) {
        return low.isNumber() && high.isNumber() ? points(low) + " to " + points(high) : "";
    }

    static String decimals(int count, JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%,." + count + "f", number.asDouble()) : "";
    }

    /** A length of files, in the unit that fits. */
    static String bytes(long count) {
        int power = count < 1000 ? 0 : Math.min(UNITS.size() - 1, (int) Math.floor(Math.log10(count) / 3));
        return String.format(
                Locale.ROOT, power == 0 ? "%.0f %s" : "%.1f %s", count / Math.pow(1000, power), UNITS.get(power));
    }

    /** How small a probability is, in words that do not claim 0. */
    static String p(JsonNode p) {
        if (!p.isNumber()) {
            return "";
        }
        return p.asDouble() < 0.001 ? "< 0.001" : decimals(3, p);
    }

    /** A verdict with its strength. */
    static String verdict(JsonNode verdict, JsonNode strength) {
        return words(verdict) + (strength.isTextual() ? " (" + words(strength) + ")" : "");
    }

    /** A name such as {@code no_inversion} in words. */
    static String words(JsonNode name) {
        return name.asText().replace('_', ' ');
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
