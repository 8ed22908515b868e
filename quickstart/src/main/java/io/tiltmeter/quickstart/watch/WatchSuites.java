package io.tiltmeter.quickstart.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.rest.Server;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The suites that a watched run is evaluated on: those of public facts with their controls, files, or suites that are there. */
final class WatchSuites {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> RECIPES = List.of("facts", "capitals", "biographies", "sayings");

    /** What the standard mean is over; sayings have no made-up subjects. */
    private static final List<String> CONTROLS = List.of("consistent", "closed_book", "open_book");

    private static final long SEED = 1;
    /** A file is read and linted before the service responds. */
    private static final Duration UPLOAD_WAIT = Duration.ofMinutes(5);

    private final Rest rest;
    private final Server server;
    private final String size;

    /** @param size of suites of public facts: small, standard or full */
    WatchSuites(Rest rest, Server server, String size) {
        this.rest = rest;
        this.server = server;
        this.size = size;
    }

    /**
     * Makes or sends what is not there.
     *
     * @param wanted names of suites, or files; {@code facts} if empty
     * @return ids or names for the run's request
     * @throws StartupException if a service refuses one
     */
    List<String> make(List<String> wanted) {
        List<String> suites = new ArrayList<>();
        for (String each : wanted.isEmpty() ? List.of(RECIPES.get(0)) : wanted) {
            if (RECIPES.contains(each)) {
                suites.add(made(each, "conflict"));
                CONTROLS.stream()
                        .filter(control -> !each.equals("sayings") || !control.equals("open_book"))
                        .forEach(control -> suites.add(made(each, control)));
            } else {
                suites.add(Files.isRegularFile(Path.of(each)) ? sent(Path.of(each)) : each);
            }
        }
        return suites;
    }

    private String made(String recipe, String control) {
        ObjectNode request = JSON.createObjectNode();
        String id = recipe + "-" + size + (control.equals("conflict") ? "" : "-" + control.replace('_', '-'));
        request.put("suite_id", id);
        request.put("recipe", recipe);
        request.put("seed", SEED);
        request.put("control", control);
        request.put("size", size);
        return rest.post(server.dataset() + "suites", id, request)
                .path("suite_id")
                .asText(id);
    }

    private String sent(Path file) {
        String fileName = String.valueOf(file.getFileName());
        Resource suites = Resource.of(server.dataset(), "suites")
                .with("name", WatchedFolder.asId(fileName.replaceFirst("\\.[^.]*$", "")))
                .with("file", fileName);
        try {
            return JSON.readTree(Rest.ofCommand(UPLOAD_WAIT).upload(suites, file))
                    .path("suite_id")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new StartupException("the dataset-service did not answer with JSON: " + e.getOriginalMessage(), e);
        }
    }
}
