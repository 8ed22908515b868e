package io.tiltmeter.benchmarks.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.results.application.theory.TheoryPresets;
import io.tiltmeter.results.application.theory.TheoryRequestReader;
import io.tiltmeter.results.theory.TheoryResult;
import io.tiltmeter.results.theory.TheoryRun;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tiltmeter study theory}: what {@code POST /api/v1/theories} answers, without a service. Each field of the request's
 * schema is an option, and the same rules refuse it.
 */
@Command(
        name = "theory",
        sortOptions = false,
        description = "Finetunes the one-layer model of docs/theory.md and prints its curves.")
final class TheoryCommand implements Callable<Integer> {
    private static final String SCHEMA = "schemas/requests/theory-request.schema.json";

    /** A table on one screen. */
    private static final int POINTS_OF_TABLE = 20;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Option(names = "--json", description = "Print the answer of the REST interface.")
    private boolean json;

    @Option(names = "--presets", description = "Run the paper's propositions and say whether they are shown.")
    private boolean presets;

    @Spec
    private CommandSpec spec;

    private final TheoryRequestReader reader = new TheoryRequestReader(new RequestReader());

    /** The command with an option for each field of the schema. */
    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new TheoryCommand());
        schema().path("properties").properties().forEach(field -> spec.addOption(option(field)));
        return spec;
    }

    private static OptionSpec option(Map.Entry<String, JsonNode> field) {
        JsonNode byDefault = field.getValue().path("default");
        String described = field.getValue().path("description").asText();
        return OptionSpec.builder(name(field.getKey()))
                .paramLabel(takesList(field.getKey()) ? "N[,N...]" : "N")
                .type(String.class)
                .description((byDefault.isMissingNode() ? described : described + " Default: " + words(byDefault) + ".")
                        .replace("%", "%%"))
                .build();
    }

    private static String words(JsonNode byDefault) {
        return byDefault.toString().replaceAll("[\\[\\]]", "");
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (presets) {
            List<TheoryPresets.Outcome> outcomes = new TheoryPresets(reader).outcomes();
            out.print(json ? Json.write(Map.of("presets", outcomes)) + "\n" : TheoryText.of(outcomes));
            out.flush();
            return outcomes.stream().allMatch(TheoryPresets.Outcome::shown) ? 0 : 1;
        }
        try {
            TheoryRequest request = reader.read(request());
            TheoryResult result = TheoryRun.of(request);
            out.print(json ? Json.write(result) + "\n" : TheoryText.of(result));
            out.flush();
            return 0;
        } catch (InvalidRequest e) {
            e.faults().forEach(fault -> spec.commandLine().getErr().println("tiltmeter: " + asOption(fault)));
            return 1;
        }
    }

    private ObjectNode request() {
        ObjectNode request = Json.mapper().createObjectNode();
        schema().path("properties").fieldNames().forEachRemaining(field -> {
            String given = spec.findOption(name(field)).getValue();
            if (given != null) {
                request.set(field, value(field, given));
            }
        });
        if (!json && !request.has("points") && !request.has("logged_steps")) {
            request.put("points", POINTS_OF_TABLE);
        }
        return request;
    }

    /** A number, or numbers between commas as an array; what is none stays a text, which the schema refuses. */
    private static JsonNode value(String field, String given) {
        if (!takesList(field) || !given.contains(",") && !field.equals("logged_steps")) {
            return number(given);
        }
        ArrayNode list = Json.mapper().createArrayNode();
        for (String each : given.split(",")) {
            list.add(number(each.strip()));
        }
        return list;
    }

    private static JsonNode number(String text) {
        try {
            JsonNode parsed = Json.document(text);
            return parsed != null && parsed.isNumber()
                    ? parsed
                    : Json.mapper().getNodeFactory().textNode(text);
        } catch (JsonProcessingException e) {
            return Json.mapper().getNodeFactory().textNode(text);
        }
    }

    private static boolean takesList(String field) {
        return schema().at("/properties/" + field + "/type").toString().contains("array");
    }

    private static String name(String field) {
        return "--" + field.replace('_', '-');
    }

    private static String asOption(Fault fault) {
        return name(fault.field()) + (fault.value().isEmpty() ? "" : " " + fault.value()) + ": " + fault.limit() + "; "
                + fault.remedy();
    }

    private static JsonNode schema() {
        try (InputStream in = TheoryRequest.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
