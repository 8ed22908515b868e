package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void newDirectoryIsTakenUpAgain() throws IOException {
        Path directory = temporary.resolve("with space/data");
        DataDirectory.open(directory).close();
        try (DataDirectory again = DataDirectory.open(directory)) {
            assertEquals(directory.toRealPath(), again.home());
        }
    }

    @Test
    void secondLauncherIsToldWhoUsesTheDirectory() throws IOException {
        try (DataDirectory first = DataDirectory.open(temporary)) {
            CannotGoOn refused = assertThrows(CannotGoOn.class, () -> DataDirectory.open(first.home()));
            String holder = "process " + ProcessHandle.current().pid();
            assertTrue(refused.getMessage().contains(holder), refused::getMessage);
        }
    }

    @Test
    void directoryOfAnotherVersionIsLeftAlone() throws IOException {
        Files.writeString(temporary.resolve("version"), "0\n");
        CannotGoOn refused = assertThrows(CannotGoOn.class, () -> DataDirectory.open(temporary));
        assertTrue(refused.getMessage().contains("another version"), refused::getMessage);
        assertEquals("0\n", Files.readString(temporary.resolve("version")));
    }

    @Test
    void directoryWithOtherThingsIsLeftAlone() throws IOException {
        Files.writeString(temporary.resolve("thesis.tex"), "text");
        CannotGoOn refused = assertThrows(CannotGoOn.class, () -> DataDirectory.open(temporary));
        assertTrue(refused.getMessage().contains("not Tiltmeter's"), refused::getMessage);
        try (var files = Files.list(temporary)) {
            assertEquals(List.of(temporary.resolve("thesis.tex")), files.toList());
        }
    }

    @Test
    void fileInPlaceOfTheDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        CannotGoOn refused = assertThrows(CannotGoOn.class, () -> DataDirectory.open(file));
        assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
    }
}
