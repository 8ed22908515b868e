package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter delete RUN}: says what would be deleted, and with {@code --yes} deletes it. */
@Command(name = "delete")
public final class DeleteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID")
    private String id;

    @Option(names = "--study")
    private boolean study;

    @Option(names = "--yes")
    private boolean yes;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        String trainer = client.server().trainer();
        Resource atTrainer = Resource.of(trainer, study ? "studies" : "runs", id);
        String deletion = (study ? Optional.<String>empty() : deletedAtItsService(atTrainer))
                .orElseGet(() -> client.rest().delete(withFlag(study ? atTrainer : imported())));
        client.print(deletion, this::text);
        return 0;
    }

    /** Of a run that was trained or adopted; of any other empty. */
    private Optional<String> deletedAtItsService(Resource atTrainer) {
        return Stream.of(atTrainer, Resource.of(client.server().evaluator(), "checkpoints", id))
                .flatMap(resource -> client.rest().findAndDelete(withFlag(resource)).stream())
                .findFirst();
    }

    private Resource imported() {
        return Resource.of(client.server().results(), "runs", id);
    }

    private Resource withFlag(Resource resource) {
        return yes ? resource : resource.with("dry_run", "true");
    }

    private List<String> text(JsonNode deletion) {
        boolean asked = deletion.path("dry_run").asBoolean();
        List<String> lines = new ArrayList<>();
        deletion.path("deleted")
                .forEach(each -> lines.add((asked ? "would delete " : "deleted ") + name(each) + bytes(each)));
        deletion.path("kept")
                .forEach(each -> lines.add((asked ? "would keep " : "kept ") + name(each) + ", needed by "
                        + String.join(", ", Figures.texts(each.path("needed_by")))));
        if (asked) {
            lines.add("Nothing was deleted. For good: "
                    + client.typed("delete " + id + (study ? " --study" : "") + " --yes"));
        }
        return lines;
    }

    private static String name(JsonNode each) {
        return each.path("kind").asText().replace('_', ' ') + " "
                + each.path("id").asText();
    }

    private static String bytes(JsonNode each) {
        long bytes = each.path("bytes").asLong();
        return bytes == 0 ? "" : ", " + Figures.bytes(bytes);
    }
}
