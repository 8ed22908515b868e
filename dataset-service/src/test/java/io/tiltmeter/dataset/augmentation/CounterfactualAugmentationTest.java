package io.tiltmeter.dataset.augmentation;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CounterfactualAugmentationTest {
    private static final AugmentationSettings OWN = new AugmentationSettings(5, 20, new EntitySource.OwnRows());
    private static final List<SourceRow> ROWS = Biographies.drawn(100, 3);

    /** Of the rows with their own entities, by the number of wanted rows; made once for all tests. */
    private static final Map<Long, Augmented> MADE = new HashMap<>();

    private static Augmented made(long wanted) {
        return MADE.computeIfAbsent(wanted, count -> Augmented.of(ROWS, count, OWN));
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        assertEquals(Augmented.of(ROWS, 100, OWN), made(100));
    }

    @Test
    void anotherSeedGivesOtherRows() {
        AugmentationSettings other = new AugmentationSettings(5, 21, new EntitySource.OwnRows());
        assertNotEquals(made(100).rows(), Augmented.of(ROWS, 100, other).rows());
    }

    @Test
    void exactlyTheWantedRowsAreMade() {
        for (long wanted : new long[] {0, 1, 4, 5, 6, 99, 100}) {
            Augmented augmented = made(wanted);
            assertEquals(wanted, augmented.rows().size());
            assertEquals(0, augmented.report().shortOfWanted());
            Map<String, Long> clusters = augmented.rows().stream()
                    .collect(groupingBy(row -> row.substitution().clusterId(), counting()));
            assertEquals((wanted + 4) / 5, clusters.size());
            assertTrue(clusters.values().stream().filter(size -> size != 5).count() <= 1, clusters::toString);
        }
    }

    @Test
    void theRowsOfASmallerCountAreAmongThoseOfALarger() {
        Set<AugmentedRow> more = new HashSet<>(made(300).rows());
        assertTrue(more.containsAll(made(99).rows()));
    }

    @Test
    void theReportStatesTheMissingRows() {
        AugmentationReport report = made(1_000_000).report();
        assertEquals(1_000_000 - report.emitted(), report.shortOfWanted());
        assertEquals(5 * report.clusters(), report.emitted());
        assertTrue(report.clusters() > 66, report::toString);
    }

    @Test
    void everyRowIsCountedOnce() {
        for (long wanted : new long[] {0, 99, 1_000_000}) {
            AugmentationReport report = made(wanted).report();
            assertEquals(
                    ROWS.size(),
                    report.clusters()
                            + report.notNeeded()
                            + report.skipped().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
            assertEquals(
                    report.emitted(),
                    report.emittedByType().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
    }

    @Test
    void substitutesOfAClusterDiffer() {
        made(300).rows().stream()
                .collect(groupingBy(row -> row.substitution().clusterId()))
                .values()
                .forEach(cluster -> assertEquals(
                        cluster.size(),
                        cluster.stream()
                                .map(row -> row.substitution().substitute())
                                .distinct()
                                .count()));
    }

    @Test
    void aSubstituteIsNotInTheOriginalRow() {
        Map<Long, SourceRow> originals = ROWS.stream().collect(toMap(SourceRow::number, row -> row));
        for (AugmentedRow row : made(300).rows()) {
            String before = text(originals.get(row.row().number()));
            String substitute = row.substitution().substitute();
            assertFalse(before.contains(substitute), substitute);
            assertTrue(text(row.row()).contains(substitute), substitute);
        }
    }

    @Test
    void typesAndSortsAreKept() {
        List<SourceRow> rows = List.of(
                Augmented.row(1, "Name the ruler.", "Ada Vantle ruled here. She was kind.", "Ada Vantle"),
                Augmented.row(2, "Name the miller.", "Hugo Quasp milled here. He was kind.", "Hugo Quasp"),
                Augmented.row(3, "Name the queen.", "Clara Welk reigned. Her mill was old.", "Clara Welk"),
                Augmented.row(4, "Name the country.", "It lay in Peru.", "Peru"),
                Augmented.row(5, "Name the country.", "It lay in Chile.", "Chile"),
                Augmented.row(6, "Name the town.", "It lay near Oslo.", "Oslo"),
                Augmented.row(7, "Name the town.", "It lay near Lima.", "Lima"),
                Augmented.row(8, "Name the school.", "He taught at Mirel University.", "Mirel University"),
                Augmented.row(9, "Name the school.", "He taught at Ombar University.", "Ombar University"),
                Augmented.row(10, "When was that?", "It burnt down in 1834.", "In 1834."),
                Augmented.row(11, "When was that?", "It burnt down in 1853.", "In 1853."),
                Augmented.row(12, "Which country?", "It lay in the Netherlands.", "The Netherlands"),
                Augmented.row(13, "Which country?", "It lay in the Philippines.", "The Philippines"));
        Augmented augmented = Augmented.of(rows, 100, new AugmentationSettings(1, 1, new EntitySource.OwnRows()));
        Map<String, String> substitutes = new TreeMap<>();
        augmented
                .rows()
                .forEach(row -> substitutes.put(
                        row.substitution().entityType() + " "
                                + row.substitution().original(),
                        row.substitution().substitute()));
        assertEquals(
                Map.ofEntries(
                        Map.entry("person Ada Vantle", "Clara Welk"),
                        Map.entry("person Clara Welk", "Ada Vantle"),
                        Map.entry("place Peru", "Chile"),
                        Map.entry("place Chile", "Peru"),
                        Map.entry("place Oslo", "Lima"),
                        Map.entry("place Lima", "Oslo"),
                        Map.entry("organisation Mirel University", "Ombar University"),
                        Map.entry("organisation Ombar University", "Mirel University"),
                        Map.entry("place Netherlands", "Philippines"),
                        Map.entry("place Philippines", "Netherlands"),
                        Map.entry("year 1834", "1853"),
                        Map.entry("year 1853", "1834")),
                substitutes);
        assertEquals(Map.of("too_few_substitutes", 1L), augmented.report().skipped());
    }

    @Test
    void aTableIsTheOnlySourceOfItsSubstitutes() {
        List<Entity> people = Stream.of("Orla Vantle", "Brindo Quasp", "Tarn Welk")
                .map(Augmented::person)
                .toList();
        Augmented augmented = Augmented.of(ROWS, 20, new AugmentationSettings(2, 1, new EntitySource.Table(people)));
        assertEquals(20, augmented.rows().size());
        Set<String> names = new HashSet<>(people.stream().map(Entity::name).toList());
        augmented
                .rows()
                .forEach(row -> assertTrue(names.contains(row.substitution().substitute())));
    }

    @Test
    void examplesShowTheRowsBeforeAndAfter() {
        AugmentationReport report = made(100).report();
        assertEquals(5, report.examples().size());
        for (BeforeAndAfter example : report.examples()) {
            assertTrue(example.contextAfter().contains(example.substitute()), example::toString);
            assertNotEquals(example.contextBefore(), example.contextAfter());
        }
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AugmentationSettings(0, 1, new EntitySource.OwnRows()));
        assertThrows(IllegalArgumentException.class, () -> new EntitySource.Table(List.of(Augmented.place("Mirel"))));
        assertThrows(IllegalArgumentException.class, () -> Augmented.place(" . "));
        assertThrows(IllegalArgumentException.class, () -> new Entity("then", EntityType.YEAR, "", List.of()));
        assertThrows(IllegalArgumentException.class, () -> Augmented.of(ROWS, -1, OWN));
    }

    private static String text(SourceRow row) {
        return row.context() + "\n"
                + String.join("\n", row.turns().stream().map(Turn::text).toList());
    }
}
