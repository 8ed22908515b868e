package io.tiltmeter.servicekit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    /** A device of Linux that is always full. */
    private static final Path FULL = Path.of("/dev/full");

    @Test
    void aWriteToAFullDiskIsRecognisedWhateverItIsWrappedIn() {
        IOException full = assertThrows(IOException.class, () -> Files.writeString(FULL, "text"));
        assertTrue(DiskFull.is(new IllegalStateException(new UncheckedIOException(full))));
        assertEquals(
                Optional.of("the disk of the database is full"),
                DiskFull.where(new IllegalStateException(new SQLException("could not extend file", "53100"))));
        assertFalse(DiskFull.is(new IOException("Broken pipe")));
        assertFalse(DiskFull.is(new IllegalStateException(new SQLException("duplicate key", "23505"))));
    }

    @Test
    void aShortageNamesTheRoomTheLimitAndTheRemedy(@TempDir Path directory) {
        assertEquals(Optional.empty(), new DiskSpace(directory, 1).shortage());
        String shortage =
                new DiskSpace(directory, Long.MAX_VALUE / 2).shortage().orElseThrow();
        assertTrue(shortage.contains("tiltmeter.artifacts.least-free: make room"), shortage);
    }
}
