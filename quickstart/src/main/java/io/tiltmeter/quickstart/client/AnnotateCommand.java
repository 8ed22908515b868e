package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter annotate RUN}: names, tags, notes and archives a run. */
@Command(name = "annotate")
public final class AnnotateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String run;

    @Option(names = "--name", paramLabel = "TEXT")
    private Optional<String> name;

    @Option(names = "--tag", paramLabel = "TAG")
    private List<String> added = List.of();

    @Option(names = "--untag", paramLabel = "TAG")
    private List<String> removed = List.of();

    @Option(names = "--note", paramLabel = "TEXT")
    private Optional<String> note;

    @ArgGroup
    private Archiving archiving = new Archiving();

    @Mixin
    private ClientOptions client;

    /** At most one of them. */
    private static final class Archiving {
        @Option(names = "--archive")
        private boolean archive;

        @Option(names = "--unarchive")
        private boolean unarchive;
    }

    @Override
    public Integer call() {
        Resource resource = Resource.of(client.server().results(), "runs", run);
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        name.ifPresent(text -> putOrRemove(changes, "name", text));
        note.ifPresent(text -> putOrRemove(changes, "note", text));
        if (archiving.archive || archiving.unarchive) {
            changes.put("archived", archiving.archive);
        }
        if (!added.isEmpty() || !removed.isEmpty()) {
            tags(Figures.texts(client.get(resource).path("tags"))).forEach(changes.putArray("tags")::add);
        }
        if (changes.isEmpty()) {
            throw new StartupException(
                    "nothing is to be changed: send --name, --tag, --untag, --note, --archive or --unarchive");
        }
        client.print(client.rest().patch(resource, changes), AnnotateCommand::text);
        return 0;
    }

    private static void putOrRemove(ObjectNode changes, String field, String text) {
        if (text.isEmpty()) {
            changes.putNull(field);
        } else {
            changes.put(field, text);
        }
    }

    /** @param before of the run */
    private Set<String> tags(List<String> before) {
        List<String> unknown =
                removed.stream().filter(tag -> !before.contains(tag)).toList();
        if (!unknown.isEmpty()) {
            throw new StartupException("run " + run + " has no tag " + String.join(", ", unknown) + "; "
                    + (before.isEmpty() ? "it has none" : "it has " + String.join(", ", before)));
        }
        Set<String> tags = new LinkedHashSet<>(before);
        removed.forEach(tags::remove);
        tags.addAll(added);
        return tags;
    }

    /** The response of {@code PATCH /api/v1/runs/{id}}. */
    static List<String> text(JsonNode run) {
        List<String> said = annotation(run);
        List<String> lines = new ArrayList<>();
        lines.add("Run " + run.path("run_id").asText()
                + (said.isEmpty() ? " has no name, tags or note of its own." : ":"));
        lines.addAll(said);
        return lines;
    }

    /** What users say of a run; no line if that is nothing. */
    static List<String> annotation(JsonNode run) {
        List<String> lines = new ArrayList<>();
        if (run.has("requested_name")) {
            lines.add("Name: " + run.path("run_name").asText() + " (requested as "
                    + run.path("requested_name").asText() + ")");
        }
        if (run.has("tags")) {
            lines.add("Tags: " + String.join(", ", Figures.texts(run.path("tags"))));
        }
        if (run.has("note")) {
            run.path("note").asText().lines().map(line -> "Note: " + line).forEach(lines::add);
        }
        if (run.path("archived").asBoolean()) {
            lines.add("Archived: ./tiltmeter runs --archived lists it");
        }
        return lines;
    }
}
