package io.tiltmeter.servicekit.connection;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Lets a service serve TLS too, with a certificate that {@code keytool} of the JDK makes. */
public final class TestCertificate implements QuarkusTestResourceLifecycleManager {
    private static final String PASSWORD = "of-a-test";

    private Path directory;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("tiltmeter-certificate-");
            Path store = directory.resolve("store.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "test",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            store.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(keytool.getInputStream().readAllBytes());
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool made no certificate: " + output);
            }
            return Map.of(
                    "quarkus.http.ssl.certificate.key-store-file",
                    store.toString(),
                    "quarkus.http.ssl.certificate.key-store-password",
                    PASSWORD,
                    "quarkus.http.test-ssl-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            Files.deleteIfExists(directory.resolve("store.p12"));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
