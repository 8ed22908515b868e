package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.file.ColumnMapping;
import io.tiltmeter.dataset.file.FileFormat;
import io.tiltmeter.dataset.file.FileRefused;
import io.tiltmeter.dataset.file.FileRow;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.file.RowFault;
import io.tiltmeter.dataset.file.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a suite in any known shape. The same rows give the same bytes in every format. */
public final class SuiteImport {
    private static final int ROWS_FOR_DETECTION = 100;
    private static final int MAX_IGNORED_COLUMNS = 100;

    private final ReadLimits limits;
    private final RowReader rows;
    private final Queue<FileRow> questions = new ArrayDeque<>();
    private final List<RowFault> faults = new ArrayList<>();
    private long rowsRead;
    private long faultCount;

    private SuiteImport(RowReader rows, ReadLimits limits) {
        this.rows = rows;
        this.limits = limits;
    }

    /**
     * Reads a file whose format is found by its content.
     *
     * @throws InvalidRequest if nothing of it can be used: empty, of an unknown shape, damaged, too large, or without a
     *     single good row; with every fault up to the limit
     * @throws IOException if the file cannot be read, which is not the sender's fault
     */
    public static ImportedSuite read(Path path, ReadLimits limits) throws IOException {
        return read(List.of(new SuiteFile(path, "")), limits, ColumnMapping.NONE);
    }

    /**
     * As {@link #read(Path, ReadLimits)}, of at least one file, all of one format, with other names for their columns. A row
     * of MMLU without a subject has the one that the name of its file says.
     */
    public static ImportedSuite read(List<SuiteFile> files, ReadLimits limits, ColumnMapping mapping)
            throws IOException {
        try (FolderRows rows = new FolderRows(files, limits, mapping)) {
            return read(rows, rows.format(), limits);
        } catch (FileRefused e) {
            throw new InvalidRequest(List.of(ofTheFile(e)));
        }
    }

    /** Every column that some shape reads. */
    public static Set<String> columns() {
        return SuiteShape.all().stream()
                .flatMap(shape -> shape.readColumns().stream())
                .collect(Collectors.toSet());
    }

    /** Reads the rows of a reader, which stays open. */
    static ImportedSuite read(RowReader rows, FileFormat format, ReadLimits limits) throws IOException {
        return new SuiteImport(rows, limits).readAll(format);
    }

    private ImportedSuite readAll(FileFormat format) throws IOException {
        List<FileRow.Read> first = new ArrayList<>();
        for (Optional<FileRow.Read> row = next(); row.isPresent(); row = next()) {
            first.add(row.get());
            if (first.size() == ROWS_FOR_DETECTION) {
                break;
            }
        }
        if (first.isEmpty()) {
            throw refused("the file has no row");
        }
        SuiteShape shape = shape(first).orElseThrow(() -> refused(unknown(first.get(0))));
        Accepted accepted = new Accepted(shape);
        first.forEach(accepted::add);
        for (Optional<FileRow.Read> row = next(); row.isPresent(); row = next()) {
            accepted.add(row.get());
        }
        if (accepted.items.isEmpty()) {
            throw refused("no row can be read as " + shape.id());
        }
        return new ImportedSuite(
                format,
                SquadShape.isVersion1(shape, rows.version(), accepted.items) ? SquadShape.VERSION_1 : shape.id(),
                shape.kind(),
                accepted.items,
                List.copyOf(accepted.ignored),
                inOrder(),
                faultCount,
                CanonicalJson.version(accepted.items));
    }

    /** Listed faults of one file by their line; those of a folder are in the order of its files. */
    private List<RowFault> inOrder() {
        Comparator<RowFault> byLine = Comparator.comparingLong(RowFault::line);
        return faults.stream()
                .sorted(rows instanceof FolderRows folder ? folder.byFile().thenComparing(byLine) : byLine)
                .toList();
    }

    /** The shape that most rows have; empty if none has a known one. */
    private static Optional<SuiteShape> shape(List<FileRow.Read> firstRows) {
        List<SuiteShape> shapes = SuiteShape.all();
        Map<SuiteShape, Long> votes = new LinkedHashMap<>();
        for (FileRow.Read row : firstRows) {
            shapes.stream()
                    .filter(shape -> shape.fits().test(row.value()))
                    .findFirst()
                    .ifPresent(shape -> votes.merge(shape, 1L, Long::sum));
        }
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    /** The fault of a row of no known shape: the columns found, and those of every shape. */
    private static Fault unknown(FileRow.Read row) {
        String known = SuiteShape.all().stream()
                .map(shape -> shape.id() + " (" + shape.columns() + ")")
                .collect(Collectors.joining("; "));
        List<String> texts = SuiteShape.otherTexts(row.value(), Set.of("context", "answer", "answers", "answerKey"));
        return new Fault(
                "file line " + row.line(),
                String.join(", ", row.columns()),
                "these columns are of no known shape"
                        + (texts.isEmpty()
                                ? ""
                                : ", and " + String.join(", ", texts)
                                        + " may hold a context or an answer, which no benchmark ignores"),
                "name the columns as one of these does, or send columns=: " + known);
    }

    /** The next row with named columns; the questions of an article of SQuAD are rows of their own. */
    private Optional<FileRow.Read> next() throws IOException {
        while (true) {
            if (questions.isEmpty()) {
                Optional<FileRow> next = nextOfFile();
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                boolean isArticle =
                        next.get() instanceof FileRow.Read row && !row.path().isEmpty() && SquadArticle.is(row.value());
                if (isArticle) {
                    SquadArticle.questions((FileRow.Read) next.get(), questions);
                } else {
                    questions.add(next.get());
                }
                continue;
            }
            FileRow next = questions.remove();
            if (next instanceof FileRow.Rejected rejected) {
                reject(
                        rejected.fault().line(),
                        rejected.fault().place(),
                        rejected.fault().reason());
            } else if (next instanceof FileRow.Read row) {
                long line = row.line() == 0 ? rowsRead : row.line();
                if (row.value().isObject()) {
                    return Optional.of(new FileRow.Read(line, row.path(), row.value(), row.characters()));
                }
                String type = row.value().getNodeType().name().toLowerCase(Locale.ROOT);
                reject(line, row.path(), "the row is of type " + type + ", not an object with named columns");
            }
        }
    }

    private Optional<FileRow> nextOfFile() throws IOException {
        try {
            Optional<FileRow> next = rows.next();
            rowsRead++;
            return next;
        } catch (FileRefused e) {
            throw refused(ofTheFile(e));
        }
    }

    private static Fault ofTheFile(FileRefused refused) {
        Fault fault = refused.fault();
        String field = fault.field().equals("file") ? "file" : "file " + fault.field();
        return new Fault(field, fault.value(), fault.limit(), fault.remedy());
    }

    private void reject(long line, String path, String reason) {
        faultCount++;
        if (faults.size() < limits.listedFaults()) {
            // of Parquet, which has no lines, the row's number
            faults.add(new RowFault(line == 0 ? rowsRead : line, path, reason));
        }
    }

    private InvalidRequest refused(String why) {
        String rows = faultCount == 0 ? "" : faultCount + " faulty rows";
        return refused(new Fault("file", rows, why, "correct the rows and send it again"));
    }

    /** The fault of the file, and after it that of every row. */
    private InvalidRequest refused(Fault ofTheFile) {
        List<Fault> all = new ArrayList<>(List.of(ofTheFile));
        for (RowFault fault : faults) {
            String path = fault.place().isEmpty() ? "" : " " + fault.place();
            all.add(new Fault("file line " + fault.line() + path, "", fault.reason(), "correct or remove the row"));
        }
        return new InvalidRequest(all);
    }

    /** Rows that became items. */
    private final class Accepted {
        private final SuiteShape shape;
        private final Set<String> readColumns;
        private final ItemIds ids = new ItemIds();
        private final List<SuiteItem> items = new ArrayList<>();
        private final Set<String> ignored = new LinkedHashSet<>();

        Accepted(SuiteShape shape) {
            this.shape = shape;
            this.readColumns = shape.readColumns();
        }

        void add(FileRow.Read row) {
            if (!shape.fits().test(row.value())) {
                reject(
                        row,
                        "the row has the columns " + row.columns() + ", and " + shape.id() + " needs "
                                + shape.columns());
                return;
            }
            RowFields fields = new RowFields(row.value());
            ItemDraft draft = shape.draft().apply(fields);
            if (!fields.faults().isEmpty()) {
                reject(row, String.join("; ", fields.faults()));
                return;
            }
            Optional<SuiteItem> item = ids.identify(draft);
            if (item.isEmpty()) {
                reject(row, "id \"" + draft.givenId() + "\" belongs to an earlier row: ids are unique within a suite");
                return;
            }
            if (items.size() == limits.rows()) {
                throw refused("the file has more than " + limits.rows() + " rows");
            }
            items.add(item.get());
            row.columns().stream()
                    .filter(column -> !readColumns.contains(column))
                    .limit(MAX_IGNORED_COLUMNS - ignored.size())
                    .forEach(ignored::add);
        }

        private void reject(FileRow.Read row, String reason) {
            SuiteImport.this.reject(row.line(), row.path(), reason);
        }
    }
}
