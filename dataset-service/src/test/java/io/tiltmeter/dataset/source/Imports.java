package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import io.tiltmeter.dataset.file.FileRefused;
import io.tiltmeter.dataset.file.ParquetFiles;
import io.tiltmeter.dataset.file.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Imports what a test wrote into a folder. */
final class Imports {
    private final Path folder;

    Imports(Path folder) {
        this.folder = folder;
    }

    /** The result of an import. */
    record Imported(SourceVersion version, List<SourceRow> rows, String rejected) {}

    Imported text(String content) {
        return bytes(content.getBytes(StandardCharsets.UTF_8), ReadLimits.forSources());
    }

    Imported bytes(byte[] content, ReadLimits limits) {
        return file(written("source", content), limits);
    }

    Imported file(Path file, ReadLimits limits) {
        try (ByteArrayOutputStream rows = new ByteArrayOutputStream();
                ByteArrayOutputStream rejected = new ByteArrayOutputStream()) {
            SourceVersion version = SourceImport.run(file, limits, rows, rejected);
            Path written = written("rows.jsonl", rows.toByteArray());
            try (Stream<SourceRow> read = SourceRows.read(written)) {
                return new Imported(version, read.toList(), rejected.toString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message of the refusal. */
    String refusal(byte[] content, ReadLimits limits) {
        return assertThrows(FileRefused.class, () -> bytes(content, limits)).getMessage();
    }

    String refusal(String content) {
        return refusal(content.getBytes(StandardCharsets.UTF_8), ReadLimits.forSources());
    }

    Path written(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Parquet file of a query's rows. */
    Path parquet(String name, String query) throws SQLException {
        return ParquetFiles.write(folder.resolve(name), query);
    }

    static ReadLimits limits(int rowBytes, long fileBytes, double expansionRatio) {
        ReadLimits standard = ReadLimits.forSources();
        return new ReadLimits(
                rowBytes,
                rowBytes,
                standard.rows(),
                fileBytes,
                expansionRatio,
                standard.listedFaults(),
                standard.parquetMemoryBytes(),
                standard.compressions());
    }

    static byte[] gzip(byte[] content) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                new ByteArrayInputStream(content).transferTo(gzip);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] zstandard(byte[] content) {
        return Zstd.compress(content);
    }

    static String alpaca(String instruction, String input, String output) {
        return "{\"instruction\": \"" + instruction + "\", \"input\": \"" + input + "\", \"output\": \"" + output
                + "\"}";
    }
}
