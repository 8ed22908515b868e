package io.tiltmeter.endtoend.deployment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The image files that docker-compose.yml builds, and the packaged services. */
class ImageFileIT {
    @ParameterizedTest
    @CsvSource({
        "dataset-service, service",
        "trainer-service, model-service",
        "evaluator-service, model-service",
        "results-service, service"
    })
    void everythingThatAnImageCopiesIsBuilt(String service, String image) {
        for (String source :
                ImageFile.read("deploy/images/" + image + ".Dockerfile").copied(service)) {
            assertTrue(
                    Files.exists(Repository.ROOT.resolve(source)),
                    source + " is not there: build first, mvn -DskipTests package");
        }
    }
}
