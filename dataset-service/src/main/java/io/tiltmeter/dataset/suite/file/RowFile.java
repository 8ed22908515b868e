package io.tiltmeter.dataset.suite.file;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file whose format is known.
 *
 * @param path where it lies; it is a whole file of somebody else, already on this machine
 * @param format told by its content
 */
public record RowFile(Path path, FileFormat format) {
    private static final String FIELD = "file";
    private static final int PEEKED_BYTES = 1 << 16;

    /**
     * Looks at the file's size and beginning.
     *
     * @throws InvalidRequest if it is empty, too large, compressed, binary or UTF-16, with what to send instead
     */
    public static RowFile detect(Path path, ReadLimits limits) throws IOException {
        long size = Files.size(path);
        if (size > limits.fileBytes()) {
            throw refused(size + " bytes", "at most " + limits.fileBytes() + " bytes a file", "send it in parts");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(PEEKED_BYTES);
        }
        if (FileSignature.isParquet(start)) {
            return new RowFile(path, FileFormat.PARQUET);
        }
        FileSignature.refuse(start);
        String text =
                new String(start, StandardCharsets.UTF_8).replace("\uFEFF", "").stripLeading();
        if (text.isEmpty()) {
            throw refused("", "the file is empty or blank", "send at least one row");
        }
        return new RowFile(path, format(path, text, limits));
    }

    private static FileFormat format(Path path, String text, ReadLimits limits) throws IOException {
        if (text.charAt(0) == '[') {
            return FileFormat.JSON;
        }
        if (text.charAt(0) == '{') {
            try (InputStream in = open(path)) {
                return JsonDocumentReader.isOneObject(in, limits) ? FileFormat.JSON : FileFormat.JSON_LINES;
            }
        }
        String header = text.lines().findFirst().orElse("");
        return header.indexOf('\t') >= 0 && header.indexOf(',') < 0 ? FileFormat.TSV : FileFormat.CSV;
    }

    /**
     * Opens it at its first row.
     *
     * @throws InvalidRequest if it is one JSON document and some line is no UTF-8, every such line named; or if it is Parquet and damaged
     */
    public RowReader rows(ReadLimits limits) throws IOException {
        if (format == FileFormat.JSON) {
            refuseBadBytes(limits);
            return new JsonDocumentReader(open(path), limits);
        }
        if (format == FileFormat.PARQUET) {
            return ParquetRowReader.open(path, limits);
        }
        if (format == FileFormat.JSON_LINES) {
            return new JsonLinesReader(open(path), limits);
        }
        return new CsvReader(open(path), format == FileFormat.TSV ? '\t' : ',', limits);
    }

    private void refuseBadBytes(ReadLimits limits) throws IOException {
        try (InputStream in = open(path)) {
            List<RowFault> bad = Utf8Scan.faults(in, limits.listedFaults());
            if (!bad.isEmpty()) {
                throw new InvalidRequest(bad.stream()
                        .map(fault ->
                                new Fault(FIELD + " line " + fault.line(), "", fault.reason(), "then send it again"))
                        .toList());
            }
        }
    }

    private static InputStream open(Path path) throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    }

    static InvalidRequest refused(String value, String limit, String remedy) {
        return new InvalidRequest(List.of(new Fault(FIELD, value, limit, remedy)));
    }
}
