package io.tiltmeter.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    /** The example of FIPS 180-4 for the text "abc". */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void aTextItsBytesAStreamAndAFileHaveTheSameHash(@TempDir Path folder) throws IOException {
        byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
        assertEquals(ABC, Sha256.of("abc"));
        assertEquals(ABC, Sha256.of(bytes));
        assertEquals(ABC, Sha256.of(new ByteArrayInputStream(bytes)));
        assertEquals(ABC, Sha256.of(Files.write(folder.resolve("abc"), bytes)));
    }

    @Test
    void partsHashLikeTheWhole() {
        MessageDigest digest = Sha256.newDigest();
        digest.update(new byte[] {'a', 'b'});
        digest.update((byte) 'c');
        assertEquals(ABC, Sha256.hex(digest));
    }
}
