package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.dataset.file.ColumnMapping;
import io.tiltmeter.dataset.file.FileFormat;
import io.tiltmeter.dataset.file.FileRefused;
import io.tiltmeter.dataset.file.FileRow;
import io.tiltmeter.dataset.file.ReadLimits;
import io.tiltmeter.dataset.file.RowFault;
import io.tiltmeter.dataset.file.RowFile;
import io.tiltmeter.dataset.file.RowReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rows of the files of one suite, one file after another, all of one format. A row of MMLU that has no subject gets the
 * one that the name of its file says; of several files, places begin with the name of theirs.
 */
final class FolderRows implements RowReader {
    private final Iterator<SuiteFile> files;
    private final ReadLimits limits;
    private final ColumnMapping mapping;
    private final boolean areSeveral;
    private final FileFormat format;
    private SuiteFile file;
    private RowReader rows;

    /** @throws FileRefused if the first file is of no known format */
    FolderRows(List<SuiteFile> all, ReadLimits limits, ColumnMapping mapping) throws IOException {
        this.files = all.iterator();
        this.limits = limits;
        this.mapping = mapping;
        this.areSeveral = all.size() > 1;
        this.file = files.next();
        RowFile first = named(() -> RowFile.detect(file.path(), limits));
        this.format = first.format();
        this.rows = open(first);
    }

    /** Of every file. */
    FileFormat format() {
        return format;
    }

    /** Places of several files in the order of their files, which is that of their names. */
    Comparator<RowFault> byFile() {
        return Comparator.comparing(fault -> areSeveral ? fault.place().split(" ", 2)[0] : "");
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        Optional<FileRow> next = named(rows::next);
        while (next.isEmpty() && files.hasNext()) {
            file = files.next();
            RowReader following = named(this::openNext);
            rows.close();
            rows = following;
            next = named(rows::next);
        }
        return next.map(this::placed);
    }

    @Override
    public String version() {
        return rows.version();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private RowReader openNext() throws IOException {
        RowFile next = RowFile.detect(file.path(), limits);
        if (next.format() != format) {
            throw new FileRefused(
                    "file",
                    next.format().name(),
                    "the files of a folder have one format, and the first is " + format,
                    "move the other files out of the folder");
        }
        return open(next);
    }

    private RowReader open(RowFile next) throws IOException {
        return named(() -> next.rows(limits, UnaryOperator.identity(), mapping));
    }

    private FileRow placed(FileRow row) {
        if (row instanceof FileRow.Rejected rejected) {
            RowFault fault = rejected.fault();
            return new FileRow.Rejected(new RowFault(fault.line(), place(fault.place()), fault.reason()));
        }
        FileRow.Read read = (FileRow.Read) row;
        if (read.value() instanceof ObjectNode object && !object.has(MmluShape.SUBJECT)) {
            file.subject()
                    .filter(subject -> MmluShape.shape().fits().test(object))
                    .ifPresent(subject -> object.put(MmluShape.SUBJECT, subject));
        }
        return new FileRow.Read(read.line(), place(read.path()), read.value(), read.characters());
    }

    private String place(String within) {
        return areSeveral ? (file.name() + " " + within).strip() : within;
    }

    /** What is done with a file. */
    @FunctionalInterface
    private interface Reading<T> {
        T of() throws IOException;
    }

    private <T> T named(Reading<T> reading) throws IOException {
        try {
            return reading.of();
        } catch (FileRefused e) {
            Fault fault = e.fault();
            throw areSeveral
                    ? new FileRefused(
                            fault.field().equals("file") ? file.name() : place(fault.field()),
                            fault.value(),
                            fault.limit(),
                            fault.remedy())
                    : e;
        }
    }
}
