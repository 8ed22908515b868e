package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.file.ReadLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundOutputStreamTest {
    private static final int BYTES = 9 << 20;

    @TempDir
    Path folder;

    @Test
    void everyByteArrivesInOrder() throws IOException {
        byte[] bytes = new byte[BYTES];
        new Random(5).nextBytes(bytes);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (BackgroundOutputStream out = new BackgroundOutputStream(arrived)) {
            out.write(bytes[0]);
            out.write(bytes, 1, 3_000_000);
            out.write(bytes, 3_000_001, BYTES - 3_000_001);
            out.finish();
        }
        assertArrayEquals(bytes, arrived.toByteArray());
    }

    @Test
    void aFullDiskEndsTheImportAndItsThread() {
        Path file = new Imports(folder)
                .written(
                        "rows",
                        (Imports.alpaca("a", "", "b".repeat(1000)) + "\n")
                                .repeat(9000)
                                .getBytes(StandardCharsets.UTF_8));
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }
        };
        IOException fault = assertThrows(
                IOException.class,
                () -> SourceImport.run(file, ReadLimits.forSources(), full, OutputStream.nullOutputStream()));
        assertTrue(fault.getMessage().contains("no space left"), fault.getMessage());
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("rows-of-source"))
                        .count());
    }
}
