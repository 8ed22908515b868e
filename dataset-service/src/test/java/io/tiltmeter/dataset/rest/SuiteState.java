package io.tiltmeter.dataset.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the artifact store and the number of suites, which a refused request does not change. */
record SuiteState(List<String> files, int suites) {
    static SuiteState of(Path artifacts) {
        return new SuiteState(
                files(artifacts), DatasetCalls.get("/api/v1/suites").extract().path("total"));
    }

    void awaitUnchanged(Path artifacts) {
        DatasetCalls.await().untilAsserted(() -> assertEquals(this, of(artifacts)));
    }

    static List<String> files(Path artifacts) {
        try (Stream<Path> all = Files.walk(artifacts)) {
            return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        } catch (IOException | UncheckedIOException changedMeanwhile) {
            return List.of(changedMeanwhile.toString());
        }
    }
}
