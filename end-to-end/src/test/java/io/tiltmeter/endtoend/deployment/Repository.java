package io.tiltmeter.endtoend.deployment;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The working tree around this module, and the settings that each service knows. */
public final class Repository {
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    public static final List<String> SERVICES =
            List.of("dataset-service", "trainer-service", "evaluator-service", "results-service");

    private static final String KIT = "service-kit/src/main/resources/META-INF/microprofile-config.properties";
    private static final Pattern NOT_IN_AN_ENVIRONMENT_NAME = Pattern.compile("[^A-Za-z0-9]");

    /** Settings with no line in a properties file: what has no sensible default, or is named by a config class. */
    private static final List<String> WITHOUT_A_LINE =
            List.of("quarkus.datasource.password", "tiltmeter.replica", "tiltmeter.trainer.models-directory");

    /** What the JVM, DJL, OpenMP and the C library read. */
    private static final Set<String> OF_THE_RUNTIME = Set.of(
            "JAVA_TOOL_OPTIONS",
            "DJL_OFFLINE",
            "DJL_CACHE_DIR",
            "OPT_OUT_TRACKING",
            "OMP_NUM_THREADS",
            "MKL_NUM_THREADS",
            "MALLOC_ARENA_MAX");

    private Repository() {}

    /** The environment names that a service understands. */
    static Set<String> environmentNames(String service) {
        Set<String> names = new TreeSet<>(OF_THE_RUNTIME);
        settings(service).stringPropertyNames().forEach(name -> names.add(environmentName(name)));
        WITHOUT_A_LINE.stream()
                .filter(name -> !name.startsWith("tiltmeter.trainer.") || service.equals("trainer-service"))
                .forEach(name -> names.add(environmentName(name)));
        return names;
    }

    /** The port that a service listens on by default. */
    public static int port(String service) {
        return Integer.parseInt(setting(service, "quarkus.http.port"));
    }

    /** The service's database schema. */
    static String schema(String service) {
        return setting(service, "quarkus.flyway.schemas");
    }

    /** A file of the tree, as text. */
    public static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static String setting(String service, String name) {
        String value = settings(service).getProperty(name);
        if (value == null) {
            throw new AssertionError(service + " does not set " + name);
        }
        return value;
    }

    private static Properties settings(String service) {
        Properties settings = new Properties();
        for (String path : List.of(KIT, service + "/src/main/resources/application.properties")) {
            try (Reader reader = Files.newBufferedReader(ROOT.resolve(path))) {
                settings.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + path, e);
            }
        }
        return settings;
    }

    private static String environmentName(String property) {
        return NOT_IN_AN_ENVIRONMENT_NAME.matcher(property).replaceAll("_").toUpperCase(Locale.ROOT);
    }
}
