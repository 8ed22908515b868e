package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.augmentation.ClusterMaker.Cluster;
import io.tiltmeter.dataset.augmentation.TargetSearch.Target;
import io.tiltmeter.dataset.augmentation.TargetSearch.Target.Found;
import io.tiltmeter.dataset.hash.SeededOrder;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Augments rows with counterfactual ones (Goyal et al., section 5): the entity that the answer names is replaced by another
 * of its type in context, answers and turns alike. Each row that is drawn becomes a cluster of rows, one a substitute, or
 * none at all; only the last cluster drawn is cut if it would exceed the number of requested rows.
 *
 * <p>The rows are read three times: for their entities (not with a table), to find which can be augmented, and to write. The same rows, settings and seed give the same rows in the same order: that of the source, with the rows of a cluster together.
 * Memory: the pools of entities, and some 30 bytes a cluster.
 */
public final class CounterfactualAugmentation {
    private static final int EXAMPLES = 5;

    private final AugmentationSettings settings;
    private final EntityRecogniser recogniser;
    private final TargetSearch search;
    private final SeededOrder order;

    public CounterfactualAugmentation(AugmentationSettings settings) {
        this.settings = settings;
        this.recogniser = new EntityRecogniser(settings.entities());
        this.search = new TargetSearch(recogniser);
        this.order = new SeededOrder(settings.seed(), "rows to augment");
    }

    /** Receives augmented rows. */
    @FunctionalInterface
    public interface Sink {
        void accept(AugmentedRow row) throws IOException;
    }

    /**
     * Makes augmented rows.
     *
     * @param rows with numbers of their own
     * @param wanted how many augmented rows; fewer if the rows do not yield more
     * @throws IllegalArgumentException if {@code wanted} is negative
     */
    public AugmentationReport run(RowSource rows, long wanted, Sink sink) throws IOException {
        if (wanted < 0) {
            throw new IllegalArgumentException("wanted rows " + wanted + " are below 0: send 0 for none");
        }
        ClusterMaker maker = new ClusterMaker(settings.substitutes(), pool(rows));
        Tally tally = new Tally(wanted);
        Drawn drawn = drawn(rows, wanted, maker, tally);
        write(rows, drawn, maker, tally, sink);
        return tally.report();
    }

    private SubstitutePool pool(RowSource rows) throws IOException {
        SubstitutePool pool = new SubstitutePool(settings.seed());
        if (settings.entities() instanceof EntitySource.Table table) {
            table.entities().forEach(pool::add);
            return pool;
        }
        each(rows, row -> {
            Optional<RowTexts> texts = RowTexts.of(row);
            if (texts.isPresent()) {
                addEntities(texts.get(), pool);
                search.of(row)
                        .found()
                        .ifPresent(found -> addEntity(found.names().entity(), pool));
            }
        });
        return pool;
    }

    private void addEntities(RowTexts texts, SubstitutePool pool) {
        Stream.concat(Stream.of(texts.context()), texts.answers().stream())
                .flatMap(text -> recogniser.in(text).stream())
                .forEach(placed -> addEntity(placed.entity(), pool));
    }

    /** A first name alone does not identify a person. */
    private static void addEntity(Entity entity, SubstitutePool pool) {
        boolean firstNameAlone = entity.type() == EntityType.PERSON
                && Gazetteer.builtIn()
                        .pronounOfFirstName(String.join(" ", EntityNames.normalised(entity.name())))
                        .isPresent();
        if (!firstNameAlone) {
            pool.add(entity);
        }
    }

    /** Rows to augment, and the last of them in the order of the draw with the number of its substitutes. */
    private record Drawn(Set<Long> rows, long last, int rowsOfLast) {}

    private Drawn drawn(RowSource rows, long wanted, ClusterMaker maker, Tally tally) throws IOException {
        long clusters = (wanted + settings.substitutes() - 1) / settings.substitutes();
        PriorityQueue<Long> nearest =
                new PriorityQueue<>(Comparator.comparingLong((Long number) -> order.position(number))
                        .reversed());
        each(rows, row -> {
            tally.rows++;
            Target target = search.of(row);
            if (target instanceof Target.None none) {
                tally.skip(none.reason());
            } else if (target instanceof Found found) {
                tally.eligible++;
                boolean needed = nearest.size() < clusters
                        || clusters > 0 && order.position(row.number()) < order.position(nearest.element());
                if (!needed) {
                    return;
                }
                if (maker.make(found) instanceof Cluster.NotMade failed) {
                    tally.skip(failed.reason());
                    tally.failed++;
                    return;
                }
                nearest.add(row.number());
                if (nearest.size() > clusters) {
                    nearest.remove();
                }
            }
        });
        boolean cut = nearest.size() == clusters && clusters > 0;
        int rowsOfLast = (int) (cut ? wanted - (clusters - 1) * settings.substitutes() : settings.substitutes());
        return new Drawn(new HashSet<>(nearest), nearest.isEmpty() ? 0 : nearest.element(), rowsOfLast);
    }

    private void write(RowSource rows, Drawn drawn, ClusterMaker maker, Tally tally, Sink sink) throws IOException {
        if (drawn.rows().isEmpty()) {
            return;
        }
        each(rows, row -> {
            if (!drawn.rows().contains(row.number())) {
                return;
            }
            Found found = search.of(row).found().orElseThrow(() -> new IllegalStateException(changed(row)));
            if (!(maker.make(found) instanceof Cluster.Made cluster)) {
                throw new IllegalStateException(changed(row));
            }
            int wanted = row.number() == drawn.last()
                    ? drawn.rowsOfLast()
                    : cluster.rows().size();
            tally.clusters++;
            for (AugmentedRow augmented : cluster.rows().subList(0, wanted)) {
                tally.emit(cluster.type(), found.texts(), augmented, order.position(row.number()));
                sink.accept(augmented);
            }
        });
    }

    private static String changed(SourceRow row) {
        return "row " + row.number() + " differs from when it was first read: rows must not change while they are read";
    }

    private interface RowReader {
        void read(SourceRow row) throws IOException;
    }

    private static void each(RowSource rows, RowReader reader) throws IOException {
        try (Stream<SourceRow> opened = rows.open()) {
            for (Iterator<SourceRow> next = opened.iterator(); next.hasNext(); ) {
                reader.read(next.next());
            }
        }
    }

    /** Counts rows and keeps the first ones in the order of the draw as examples. */
    private static final class Tally {
        private final long wanted;
        private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
        private final Map<EntityType, Long> emitted = new EnumMap<>(EntityType.class);
        private final TreeMap<Long, BeforeAndAfter> examples = new TreeMap<>();
        private long rows;
        private long eligible;
        private long failed;
        private long clusters;

        Tally(long wanted) {
            this.wanted = wanted;
        }

        void skip(SkipReason reason) {
            skipped.merge(reason, 1L, Long::sum);
        }

        void emit(EntityType type, RowTexts before, AugmentedRow after, long position) {
            emitted.merge(type, 1L, Long::sum);
            if (!examples.containsKey(position) && (examples.size() < EXAMPLES || position < examples.lastKey())) {
                examples.put(position, BeforeAndAfter.of(before, after));
                if (examples.size() > EXAMPLES) {
                    examples.pollLastEntry();
                }
            }
        }

        AugmentationReport report() {
            Map<String, Long> byReason = new TreeMap<>();
            skipped.forEach((reason, count) -> byReason.put(reason.label(), count));
            Map<String, Long> byType = new TreeMap<>();
            emitted.forEach((type, count) -> byType.put(type.label(), count));
            return new AugmentationReport(
                    wanted,
                    rows,
                    eligible,
                    eligible - failed - clusters,
                    clusters,
                    emitted.values().stream().mapToLong(Long::longValue).sum(),
                    byType,
                    byReason,
                    new ArrayList<>(examples.values()));
        }
    }
}
