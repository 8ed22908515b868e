package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.supervision.StartupException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./tiltmeter data show ID}: a source, a mixture or a suite. */
@Command(name = "show")
public final class DataShowCommand implements Callable<Integer> {
    private static final int LONGEST_VALUE = 300;

    @Parameters(paramLabel = "ID")
    private String id;

    @Mixin
    private ClientOptions client;

    @Override
    public Integer call() {
        List<String> found = DataCommand.KINDS.stream()
                .map(kind -> client.rest().find(Resource.of(client.server().dataset(), kind, id)))
                .flatMap(Optional::stream)
                .toList();
        if (found.isEmpty()) {
            throw new StartupException(
                    "there is no source, mixture or suite \"" + id + "\"; known: " + client.typed("data"));
        }
        found.forEach(each -> client.print(each, DataShowCommand::text));
        return 0;
    }

    /** A line for each field of a source, a mixture or a suite. */
    static List<String> text(JsonNode dataset) {
        List<String> lines = new ArrayList<>();
        dataset.properties().forEach(field -> {
            String value = field.getValue().isValueNode()
                    ? field.getValue().asText()
                    : field.getValue().toString();
            boolean isLong = value.length() > LONGEST_VALUE;
            lines.add(field.getKey() + ": " + (isLong ? value.substring(0, LONGEST_VALUE) + "…" : value));
        });
        return lines;
    }
}
