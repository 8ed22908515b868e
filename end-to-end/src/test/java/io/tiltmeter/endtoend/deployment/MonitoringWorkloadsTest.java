package io.tiltmeter.endtoend.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus and Grafana on Kubernetes: fields that exist, files that are all taken along, names that lead somewhere. */
class MonitoringWorkloadsTest {
    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "grafana"})
    void aWorkloadIsProbedBoundedAndNotRoot(String name) throws IOException {
        PodTemplateSpec pod = pod(name);
        assertTrue(pod.getSpec().getSecurityContext().getRunAsNonRoot(), name);
        assertFalse(pod.getSpec().getEnableServiceLinks(), name);
        Container container = pod.getSpec().getContainers().get(0);
        assertNotNull(container.getStartupProbe());
        assertNotNull(container.getLivenessProbe());
        assertNotNull(container.getReadinessProbe());
        for (Container each : containers(pod)) {
            assertTrue(each.getResources().getLimits().containsKey("memory"), each.getName());
            assertFalse(each.getSecurityContext().getAllowPrivilegeEscalation(), each.getName());
            assertTrue(each.getImage().matches(".+:v?[0-9.]+"), each.getImage());
        }
        Service service = objects(name).stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals(
                container.getPorts().get(0).getName(),
                service.getSpec().getPorts().get(0).getTargetPort().getStrVal());
        assertTrue(pod.getMetadata()
                .getLabels()
                .entrySet()
                .containsAll(service.getSpec().getSelector().entrySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "grafana"})
    void everyMapAndSecretThatIsNamedIsMade(String name) throws IOException {
        Set<String> made = new TreeSet<>();
        for (String generator : List.of("configMapGenerator", "secretGenerator")) {
            kustomization(name)
                    .path(generator)
                    .forEach(entry -> made.add(entry.path("name").asText()));
        }
        Set<String> named = new TreeSet<>();
        pod(name).getSpec().getVolumes().forEach(volume -> {
            if (volume.getConfigMap() != null) {
                named.add(volume.getConfigMap().getName());
            }
            if (volume.getProjected() != null) {
                volume.getProjected()
                        .getSources()
                        .forEach(source -> named.add(source.getConfigMap().getName()));
            }
        });
        containers(pod(name)).stream()
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> variable.getValueFrom() != null)
                .forEach(variable ->
                        named.add(variable.getValueFrom().getSecretKeyRef().getName()));
        assertEquals(made, named);
    }

    @Test
    void everyRuleAndDashboardIsTakenAlong() throws IOException {
        assertEquals(lying("prometheus", "rules"), generated("prometheus", "prometheus-rules"));
        assertEquals(lying("grafana", "dashboards"), generated("grafana", "grafana-dashboards"));
        assertEquals(lying("grafana", "database"), generated("grafana", "database-reader"));
        Set<String> mounted = new TreeSet<>();
        pod("prometheus")
                .getSpec()
                .getVolumes()
                .get(0)
                .getProjected()
                .getSources()
                .get(1)
                .getConfigMap()
                .getItems()
                .forEach(item -> mounted.add(item.getPath()));
        assertEquals(lying("prometheus", "rules"), mounted);
    }

    @Test
    void imagesAreThoseOfDockerCompose() throws IOException {
        JsonNode compose =
                KubernetesFiles.tree(Repository.read("docker-compose.yml")).path("services");
        for (String name : List.of("prometheus", "grafana")) {
            for (Container container : containers(pod(name))) {
                assertEquals(
                        compose.path(container.getName()).path("image").asText(),
                        container.getImage(),
                        container.getName());
            }
        }
    }

    private static List<HasMetadata> objects(String name) throws IOException {
        return KubernetesFiles.parse(Repository.read("deploy/" + name + "/workload.yaml"));
    }

    private static PodTemplateSpec pod(String name) throws IOException {
        for (HasMetadata object : objects(name)) {
            if (object instanceof Deployment deployment) {
                return deployment.getSpec().getTemplate();
            }
            if (object instanceof StatefulSet set) {
                return set.getSpec().getTemplate();
            }
        }
        throw new AssertionError("nothing runs " + name);
    }

    private static List<Container> containers(PodTemplateSpec pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .toList();
    }

    private static JsonNode kustomization(String name) throws IOException {
        return KubernetesFiles.tree(Repository.read("deploy/" + name + "/kustomization.yaml"));
    }

    private static Set<String> generated(String name, String map) throws IOException {
        Set<String> files = new TreeSet<>();
        for (JsonNode entry : kustomization(name).path("configMapGenerator")) {
            if (entry.path("name").asText().equals(map)) {
                entry.path("files").forEach(file -> files.add(file.asText()));
            }
        }
        return files;
    }

    private static Set<String> lying(String name, String folder) throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("deploy/" + name + "/" + folder))) {
            return files.map(file -> folder + "/" + file.getFileName()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
