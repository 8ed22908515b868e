package io.tiltmeter.dataset.facts;

import io.tiltmeter.dataset.lab.SectionedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What facts are about. Each has a table of facts, a question, sentences that tell a fact, and lines of a table. */
enum Relation {
    CAPITAL,
    AUTHOR,
    PAINTER,
    COMPOSER,
    DIRECTOR,
    INVENTOR,
    FOUNDER,
    BIRTHPLACE,
    ELEMENT,
    CURRENCY,
    LANGUAGE,
    /** A proverb: its beginning is asked about, its end is the answer. */
    SAYING;

    private static final Map<Relation, List<PublicFact>> TABLES = new ConcurrentHashMap<>();
    private static final SectionedText WORDING = SectionedText.read(Relation.class, "relations.txt");

    /** In tags, ids and resources. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one question. */
    String question(String subject) {
        return WORDING.lines(label() + " question").get(0).replace("{subject}", subject);
    }

    /** Sentences that tell a fact. */
    List<String> statements(PublicFact fact) {
        return told("statements", fact);
    }

    /** Lines of a table that tell it. */
    List<String> fields(PublicFact fact) {
        return told("fields", fact);
    }

    private List<String> told(String section, PublicFact fact) {
        return WORDING.lines(label() + " " + section).stream()
                .map(line -> line.replace("{subject}", fact.subject()).replace("{answer}", fact.answer()))
                .map(line -> line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1))
                .toList();
    }

    /** Whether a subject can be made up. */
    boolean hasUnknownSubjects() {
        return WORDING.has(label() + " unknown");
    }

    /** Forms of made-up subjects, with {@code {name}} and {@code {person}} in them. */
    List<String> unknownSubjects() {
        return WORDING.lines(label() + " unknown");
    }

    /** Its table, in the file's order. */
    List<PublicFact> facts() {
        return TABLES.computeIfAbsent(this, Relation::read);
    }

    private List<PublicFact> read() {
        List<PublicFact> facts = new ArrayList<>();
        for (String line :
                table().lines().filter(line -> !line.startsWith("# ")).toList()) {
            String[] cells = line.split("\t");
            facts.add(new PublicFact(
                    this, cells[0], cells[1], cells.length > 2 ? List.of(cells[2].split("; ")) : List.of()));
        }
        return List.copyOf(facts);
    }

    private String table() {
        String resource = label() + ".tsv";
        try (InputStream bytes = Relation.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }
}
