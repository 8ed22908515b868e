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
    void directoryOfAnEarlierStartIsOpenedAgain() throws IOException {
        Path directory = temporary.resolve("with space/data");
        DataDirectory.open(directory).close();
        try (DataDirectory again = DataDirectory.open(directory)) {
            assertEquals(directory.toRealPath(), again.home());
        }
    }

    @Test
    void secondLauncherIsRefusedWithTheProcessThatUsesTheDirectory() throws IOException {
        try (DataDirectory first = DataDirectory.open(temporary)) {
            StartupException refused = assertThrows(StartupException.class, () -> DataDirectory.open(first.home()));
            String holder = "process " + ProcessHandle.current().pid();
            assertTrue(refused.getMessage().contains(holder), refused::getMessage);
        }
    }

    @Test
    void directoryOfAnotherVersionIsNotTouched() throws IOException {
        Files.writeString(temporary.resolve("version"), "0\n");
        StartupException refused = assertThrows(StartupException.class, () -> DataDirectory.open(temporary));
        assertTrue(refused.getMessage().contains("another version"), refused::getMessage);
        assertEquals("0\n", Files.readString(temporary.resolve("version")));
    }

    @Test
    void directoryWithOtherFilesIsNotTouched() throws IOException {
        Files.writeString(temporary.resolve("thesis.tex"), "text");
        StartupException refused = assertThrows(StartupException.class, () -> DataDirectory.open(temporary));
        assertTrue(refused.getMessage().contains("do not belong to Tiltmeter"), refused::getMessage);
        try (var files = Files.list(temporary)) {
            assertEquals(List.of(temporary.resolve("thesis.tex")), files.toList());
        }
    }

    @Test
    void fileInPlaceOfTheDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        StartupException refused = assertThrows(StartupException.class, () -> DataDirectory.open(file));
        assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
    }
}
