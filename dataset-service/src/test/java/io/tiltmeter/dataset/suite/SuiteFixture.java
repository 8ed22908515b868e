package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.file.ReadLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;

/** Small suite files. */
final class SuiteFixture {
    static final ReadLimits LIMITS = limits(2000, 100, 1 << 20, 10);

    private final Path folder;
    private final ReadLimits limits;

    SuiteFixture(Path folder) {
        this(folder, LIMITS);
    }

    SuiteFixture(Path folder, ReadLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    ImportedSuite read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    ImportedSuite read(byte[] bytes) throws IOException {
        return SuiteImport.read(Files.write(folder.resolve("suite"), bytes), limits);
    }

    static ReadLimits limits(int rowBytes, long rows, long fileBytes, int listedFaults) {
        ReadLimits standard = ReadLimits.forSuites();
        return new ReadLimits(
                rowBytes,
                8 * rowBytes,
                rows,
                fileBytes,
                standard.expansionRatio(),
                listedFaults,
                standard.parquetMemoryBytes(),
                standard.compressions());
    }

    /** Every fault in one text. */
    String refusal(byte[] bytes) {
        return Assertions.assertThrows(InvalidRequest.class, () -> read(bytes)).getMessage();
    }

    String refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A row of answer/memory_answer. */
    static String row(String question) {
        return "{\"context\": \"Varn is in Osk.\", \"question\": \"" + question
                + "\", \"answer\": \"Osk\", \"memory_answer\": \"Tel\"}";
    }
}
