package io.tiltmeter.endtoend.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file: the same four services, on their own ports, with settings they know, and what watches them. */
class ComposeFileTest {
    private static final Map<String, Object> COMPOSE = read();

    static List<String> services() {
        return Repository.SERVICES;
    }

    @Test
    void theSystemIsComplete() {
        Set<String> expected = new TreeSet<>(Repository.SERVICES);
        expected.addAll(List.of("kafka", "postgres", "database-reader", "prometheus", "grafana"));
        assertEquals(expected, new TreeSet<>(map(COMPOSE, "services").keySet()));
    }

    @Test
    void everyPublishedPortIsOnLoopback() {
        map(COMPOSE, "services")
                .keySet()
                .forEach(name -> list(part(name), "ports")
                        .forEach(port -> assertTrue(port.startsWith("127.0.0.1:"), name + " publishes " + port)));
    }

    @Test
    void everyVolumeIsDeclaredOrLiesInTheTree() {
        map(COMPOSE, "services")
                .keySet()
                .forEach(name -> list(part(name), "volumes").forEach(volume -> {
                    String source = volume.split(":")[0];
                    assertTrue(
                            source.startsWith("./")
                                    ? Files.exists(Repository.ROOT.resolve(source)) && volume.endsWith(":ro")
                                    : map(COMPOSE, "volumes").containsKey(source),
                            volume);
                }));
    }

    @Test
    void everyDependencyIsHealthCheckedOrEnds() {
        map(COMPOSE, "services")
                .keySet()
                .forEach(name -> map(part(name), "depends_on").forEach((other, condition) -> {
                    boolean ends = "on-failure".equals(part(other).get("restart"));
                    assertEquals(
                            Map.of("condition", ends ? "service_completed_successfully" : "service_healthy"),
                            condition,
                            name + " waits for " + other);
                    assertTrue(ends || part(other).containsKey("healthcheck"), other + " has no health check");
                }));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceIsPublishedAndProbedOnItsOwnPort(String service) {
        int port = Repository.port(service);
        assertEquals(List.of("127.0.0.1:" + port + ":" + port), list(part(service), "ports"));
        List<String> probe = list(map(part(service), "healthcheck"), "test");
        assertEquals("http://127.0.0.1:" + port + "/q/health/ready", probe.get(probe.size() - 1));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceKnowsEverySettingItIsGiven(String service) {
        Set<String> unknown = new TreeSet<>(map(part(service), "environment").keySet());
        unknown.removeAll(Repository.environmentNames(service));
        assertEquals(Set.of(), unknown);
        String url = map(part(service), "environment")
                .get("QUARKUS_DATASOURCE_JDBC_URL")
                .toString();
        assertTrue(url.endsWith("?currentSchema=" + Repository.schema(service)), url);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceAnswersToItsNameInTheNetwork(String service) {
        String hosts =
                map(part(service), "environment").get("TILTMETER_HTTP_HOSTS").toString();
        assertTrue(List.of(hosts.split(",")).contains(service), hosts);
    }

    @Test
    void newsIsKeptForEver() {
        assertEquals("-1", map(part("kafka"), "environment").get("KAFKA_LOG_RETENTION_MS"));
    }

    @Test
    void thePageIsToldWhereTheDatasetServiceIsPublished() {
        assertEquals(
                "http://127.0.0.1:" + Repository.port("dataset-service"),
                map(part("results-service"), "environment").get("TILTMETER_PAGE_DATASET_SERVICE"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServicesImageCopiesItsBuildAndRunsAsNobody(String service) {
        Map<String, Object> build = map(part(service), "build");
        assertEquals(Map.of("SERVICE", service), build.get("args"));
        ImageFile image = ImageFile.read(build.get("dockerfile").toString());
        assertFalse(image.copied(service).isEmpty());
        for (String source : image.copied(service)) {
            assertTrue(source.startsWith(service + "/target/quarkus-app/"), source + " is kept out by .dockerignore");
        }
        assertTrue(image.user().matches("[1-9][0-9]*:[1-9][0-9]*"), "user " + image.user() + " may be root");
        Set<String> unknown = new TreeSet<>(image.environmentNames());
        unknown.removeAll(Repository.environmentNames(service));
        assertEquals(Set.of(), unknown);
    }

    private static Map<String, Object> read() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(Repository.read("docker-compose.yml"));
    }

    private static Map<String, Object> part(String name) {
        Map<String, Object> services = map(COMPOSE, "services");
        assertTrue(services.containsKey(name), "there is no " + name);
        return map(services, name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.getOrDefault(key, Map.of());
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Map<String, Object> parent, String key) {
        return (List<String>) parent.getOrDefault(key, List.of());
    }
}
