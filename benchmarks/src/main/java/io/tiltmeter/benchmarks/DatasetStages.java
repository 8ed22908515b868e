package io.tiltmeter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.sun.management.OperatingSystemMXBean;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.filter.ContextOnly;
import io.tiltmeter.dataset.filter.ExactDuplicates;
import io.tiltmeter.dataset.filter.Filter;
import io.tiltmeter.dataset.filter.FilterChain;
import io.tiltmeter.dataset.filter.NearDuplicates;
import io.tiltmeter.dataset.filter.RowPart;
import io.tiltmeter.dataset.hash.SeededOrder;
import io.tiltmeter.dataset.source.SourceImport;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The program that is measured, a process of its own: a file is imported as a source, its rows are filtered, half of the
 * remaining ones are drawn and written as examples. Prints a line for each stage and one for its memory, which
 * {@link DatasetBenchmark} reads.
 */
@Command(name = DatasetStages.NAME, hidden = true)
final class DatasetStages implements Callable<Integer> {
    static final String NAME = "dataset-stages";
    static final String IMPORT = "import";
    static final String FILTER = "context_only + dedup";
    static final String NEAR = "near dedup";
    static final String MIX = "draw + write";

    private static final long SEED = 20;

    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file;

    @Parameters(index = "1", paramLabel = "FOLDER")
    private Path folder;

    @Option(names = "--near")
    private boolean isNearIncluded;

    @Override
    public Integer call() throws IOException {
        BitSet left = new BitSet();
        time(IMPORT, this::importFile);
        time(FILTER, () -> filter(List.of(new ContextOnly(), new ExactDuplicates()), left));
        if (isNearIncluded) {
            NearDuplicates near = new NearDuplicates(NearDuplicates.STANDARD_THRESHOLD, RowPart.ALL);
            time(NEAR, () -> filter(List.of(new ContextOnly(), near), new BitSet()));
        }
        time(MIX, () -> mix(left));
        System.out.printf(Locale.ROOT, "memory\t%d\t%d%n", peakHeapBytes(), peakResidentBytes());
        return 0;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void time(String stage, Work work) throws IOException {
        long cpu = machine.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        System.out.printf(
                Locale.ROOT,
                "%s\t%.4f\t%.4f%n",
                stage,
                (machine.getProcessCpuTime() - cpu) / 1e9,
                (System.nanoTime() - wall) / 1e9);
    }

    private void importFile() throws IOException {
        try (OutputStream rows = Files.newOutputStream(rows());
                OutputStream rejected = Files.newOutputStream(folder.resolve("rejected.jsonl"))) {
            SourceImport.run(file, ReadLimits.forSources(), rows, rejected);
        }
    }

    private void filter(List<Filter> filters, BitSet left) throws IOException {
        new FilterChain(filters, SEED)
                .run(() -> SourceRows.read(rows()), row -> left.set(Math.toIntExact(row.number())));
    }

    private void mix(BitSet left) throws IOException {
        SeededOrder order = new SeededOrder(SEED, "mixture");
        long[] positions = left.stream().mapToLong(order::position).toArray();
        Arrays.sort(positions);
        long last = positions[(positions.length - 1) / 2];
        ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
        try (Stream<SourceRow> rows = SourceRows.read(rows());
                SequenceWriter out = json.writer()
                        .withRootValueSeparator("\n")
                        .writeValues(folder.resolve("examples.jsonl").toFile())) {
            for (Iterator<SourceRow> next = rows.iterator(); next.hasNext(); ) {
                SourceRow row = next.next();
                if (left.get(Math.toIntExact(row.number())) && order.position(row.number()) <= last) {
                    out.write(row.example("generated.v1-" + row.number()));
                }
            }
        }
    }

    private Path rows() {
        return folder.resolve("rows.jsonl");
    }

    /** The sum of the peaks of the pools, which is at least the peak of the heap. */
    private static long peakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static long peakResidentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
