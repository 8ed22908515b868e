package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * The canonical bytes of a suite: an item a line, UTF-8, snake_case names in the order of {@link SuiteItem}, every
 * field present but absent choices and solutions, each line ended by one line feed. The suite's version is the SHA-256 of these bytes.
 */
public final class CanonicalJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private CanonicalJson() {}

    /** Writes all items; the stream stays open. */
    public static void write(List<SuiteItem> items, OutputStream out) throws IOException {
        for (SuiteItem item : items) {
            out.write(MAPPER.writeValueAsBytes(item));
            out.write('\n');
        }
    }

    /** The version of a suite of these items: 64 hexadecimal digits. */
    public static String version(List<SuiteItem> items) {
        MessageDigest digest = Sha256.newDigest();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            write(items, out);
        } catch (IOException e) {
            throw new UncheckedIOException("items cannot be written as JSON", e);
        }
        return Sha256.hex(digest);
    }

    /** The first hexadecimal digits of the SHA-256 of some texts; where one text ends and the next begins matters. */
    static String shortHash(int digits, String... texts) {
        MessageDigest digest = Sha256.newDigest();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return Sha256.hex(digest).substring(0, digits);
    }
}
