package io.tiltmeter.endtoend.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kubernetes files: each field exists in its kind, each name leads somewhere, each service can be watched. */
class DeploymentFilesTest {
    private static final String FOLDER = "deploy/kubernetes/";

    private static final List<HasMetadata> OBJECTS = new ArrayList<>();
    private static JsonNode kustomization;

    @BeforeAll
    static void readEveryFile() throws IOException {
        kustomization = KubernetesFiles.tree(Repository.read(FOLDER + "kustomization.yaml"));
        for (JsonNode resource : kustomization.path("resources")) {
            OBJECTS.addAll(KubernetesFiles.parse(Repository.read(FOLDER + resource.asText())));
        }
    }

    static List<String> services() {
        return Repository.SERVICES;
    }

    static List<String> workloads() {
        return Stream.concat(Repository.SERVICES.stream(), Stream.of("kafka", "postgres"))
                .toList();
    }

    @Test
    void aFieldThatAKindDoesNotHaveIsRefused() {
        String misspelt = Repository.read(FOLDER + "results-service.yaml").replace("readinessProbe", "readynessProbe");
        String message = assertThrows(IOException.class, () -> KubernetesFiles.parse(misspelt))
                .getMessage();
        assertTrue(message.contains("readynessProbe"), message);
    }

    @Test
    void kustomizeListsEveryFileThatLiesThere() throws IOException {
        Set<String> lying;
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve(FOLDER))) {
            lying = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(lying, texts(kustomization.path("resources")));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void labelsSelectorsAndPortsFitTogether(String name) {
        PodTemplateSpec pod = podOf(name);
        Map<String, String> labels = pod.getMetadata().getLabels();
        assertEquals(name, labels.get("app.kubernetes.io/name"));
        assertTrue(labels.containsKey("app.kubernetes.io/component"), name + " has no component");
        assertEquals(labels, workload(name).getMetadata().getLabels());
        assertTrue(labels.entrySet().containsAll(selectorOf(name).entrySet()), "the selector misses its own pods");
        Service service = object(Service.class, name).orElseThrow();
        assertTrue(labels.entrySet().containsAll(service.getSpec().getSelector().entrySet()), "no pod is selected");
        Set<String> portNames =
                container(name).getPorts().stream().map(port -> port.getName()).collect(Collectors.toSet());
        service.getSpec()
                .getPorts()
                .forEach(port -> assertTrue(
                        portNames.contains(port.getTargetPort().getStrVal()),
                        "port " + port.getTargetPort() + " of service " + name + " leads nowhere"));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyPodIsProbedBoundedAndNotRoot(String name) {
        Container container = container(name);
        assertTrue(container.getStartupProbe() != null && container.getLivenessProbe() != null, name);
        assertTrue(container.getReadinessProbe() != null, name);
        assertEquals(
                Set.of("cpu", "memory"), container.getResources().getRequests().keySet());
        assertTrue(container.getResources().getLimits().containsKey("memory"), name + " has no memory limit");
        assertTrue(podOf(name).getSpec().getSecurityContext().getRunAsNonRoot(), name + " may run as root");
        assertFalse(container.getSecurityContext().getAllowPrivilegeEscalation(), name);
        assertFalse(podOf(name).getSpec().getEnableServiceLinks(), "links would set KAFKA_PORT and stop the broker");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceIsProbedWhereItAnswers(String name) {
        Container container = container(name);
        assertEquals(Repository.port(name), container.getPorts().get(0).getContainerPort());
        assertEquals(
                List.of("/q/health/started", "/q/health/live", "/q/health/ready"),
                Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .map(probe -> probe.getHttpGet().getPath())
                        .toList());
        Service service = object(Service.class, name).orElseThrow();
        assertEquals(Repository.port(name), service.getSpec().getPorts().get(0).getPort());
        assertEquals(
                Integer.toString(Repository.port(name)),
                podOf(name).getMetadata().getAnnotations().get("prometheus.io/port"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceKnowsEverySettingItIsGiven(String name) {
        Set<String> given =
                new TreeSet<>(literals("configMapGenerator", "tiltmeter").keySet());
        container(name).getEnv().stream().map(EnvVar::getName).forEach(given::add);
        given.removeAll(Repository.environmentNames(name));
        assertEquals(Set.of(), given, "settings that " + name + " does not know");
        String url = container(name).getEnv().stream()
                .filter(variable -> variable.getName().equals("QUARKUS_DATASOURCE_JDBC_URL"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
        assertTrue(url.endsWith("?currentSchema=" + Repository.schema(name)), url);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceAnswersToItsNameInTheCluster(String name) {
        String hosts = literals("configMapGenerator", "tiltmeter").get("TILTMETER_HTTP_HOSTS");
        assertTrue(List.of(hosts.split(",")).contains(name), hosts);
    }

    @Test
    void newsIsKeptForEver() {
        assertTrue(container("kafka").getEnv().stream()
                .anyMatch(variable -> variable.getName().equals("KAFKA_LOG_RETENTION_MS")
                        && variable.getValue().equals("-1")));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyNameLeadsSomewhere(String name) {
        Container container = container(name);
        Set<String> secretKeys = literals("secretGenerator", "database").keySet();
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null) {
                assertEquals(
                        "database", variable.getValueFrom().getSecretKeyRef().getName());
                assertTrue(
                        secretKeys.contains(
                                variable.getValueFrom().getSecretKeyRef().getKey()),
                        variable.getName());
            }
        }
        container
                .getEnvFrom()
                .forEach(source -> assertFalse(
                        literals("configMapGenerator", source.getConfigMapRef().getName())
                                .isEmpty()));
        Set<String> mounted =
                container.getVolumeMounts().stream().map(VolumeMount::getName).collect(Collectors.toSet());
        assertEquals(volumesOf(name), mounted, "volumes and mounts of " + name);
        podOf(name).getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .forEach(volume -> assertTrue(object(
                                PersistentVolumeClaim.class,
                                volume.getPersistentVolumeClaim().getClaimName())
                        .isPresent()));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everyImageHasAVersion(String name) {
        String image = container(name).getImage();
        Set<String> tagged = new HashSet<>();
        kustomization
                .path("images")
                .forEach(entry -> tagged.add(entry.path("name").asText()));
        assertTrue(image.contains(":") || tagged.contains(image), image + " has no version");
        assertFalse(image.endsWith(":latest"), image);
    }

    private static Set<String> volumesOf(String name) {
        Stream<String> claimed = workload(name) instanceof StatefulSet set
                ? set.getSpec().getVolumeClaimTemplates().stream()
                        .map(claim -> claim.getMetadata().getName())
                : Stream.of();
        Stream<String> volumes = podOf(name).getSpec().getVolumes().stream().map(volume -> volume.getName());
        return Stream.concat(claimed, volumes).collect(Collectors.toSet());
    }

    private static HasMetadata workload(String name) {
        return object(Deployment.class, name)
                .map(HasMetadata.class::cast)
                .or(() -> object(StatefulSet.class, name))
                .orElseThrow(() -> new AssertionError("nothing runs " + name));
    }

    private static PodTemplateSpec podOf(String name) {
        return workload(name) instanceof Deployment deployment
                ? deployment.getSpec().getTemplate()
                : ((StatefulSet) workload(name)).getSpec().getTemplate();
    }

    private static Map<String, String> selectorOf(String name) {
        return workload(name) instanceof Deployment deployment
                ? deployment.getSpec().getSelector().getMatchLabels()
                : ((StatefulSet) workload(name)).getSpec().getSelector().getMatchLabels();
    }

    private static Container container(String name) {
        return podOf(name).getSpec().getContainers().get(0);
    }

    private static <T extends HasMetadata> Optional<T> object(Class<T> type, String name) {
        return OBJECTS.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    private static Map<String, String> literals(String generator, String name) {
        return StreamSupport.stream(kustomization.path(generator).spliterator(), false)
                .filter(entry -> entry.path("name").asText().equals(name))
                .flatMap(entry -> texts(entry.path("literals")).stream())
                .map(literal -> literal.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
