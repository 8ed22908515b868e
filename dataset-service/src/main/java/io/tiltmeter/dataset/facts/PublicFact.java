package io.tiltmeter.dataset.facts;

import java.util.List;
import java.util.Locale;

/**
 * A fact that models trained on the web know.
 *
 * @param subject what is asked about; of a saying its beginning
 * @param answer the true answer
 * @param aliases other names of it
 */
record PublicFact(Relation relation, String subject, String answer, List<String> aliases) {
    PublicFact {
        aliases = List.copyOf(aliases);
    }

    /** Its cluster: all items about it. */
    String clusterId() {
        String words = subject.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
        return relation.label() + "-" + words.replaceAll("^-|-$", "");
    }

    /** The same subject with another answer. */
    PublicFact answered(PublicFact other) {
        return new PublicFact(relation, subject, other.answer, other.aliases);
    }
}
