package io.tiltmeter.quickstart.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tiltmeter.quickstart.rest.Resource;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.rest.Server;
import io.tiltmeter.quickstart.rest.ServerOptions;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.TextTable;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that calls a service, the calls, and how their responses are printed. */
final class ClientOptions {
    /** Large files are read before the service responds. */
    private static final Duration RESPONSE_WAIT = Duration.ofMinutes(5);
    /** Of output that is not a terminal's. */
    private static final int ANY_WIDTH = 1_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rest rest = Rest.ofCommand(RESPONSE_WAIT);

    @Mixin
    private ServerOptions server;

    @Option(names = "--json")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Server server() {
        return server.server();
    }

    Rest rest() {
        return rest;
    }

    /** Whether the responses are to be printed as they are. */
    boolean isJsonWanted() {
        return json;
    }

    /** A command for the same system, as it is typed. */
    String typed(String words) {
        return "./tiltmeter " + words + server.asTyped();
    }

    /** Of a line, in characters. */
    int width() {
        return Integer.getInteger("tiltmeter.columns", ANY_WIDTH);
    }

    JsonNode get(Resource resource) {
        return json(rest.body(resource));
    }

    /** Posts JSON, and prints the response. */
    void post(Resource resource, JsonNode body, Function<JsonNode, List<String>> text) {
        print(rest.post(resource, "application/json", HttpRequest.BodyPublishers.ofString(body.toString())), text);
    }

    /** Sends a file, and prints the response. */
    void send(Resource resource, Path file, Function<JsonNode, List<String>> text) {
        print(rest.upload(resource, file), text);
    }

    /** Writes a response to a file, and prints its whole name. */
    void download(Resource resource, Path file) {
        rest.download(resource, file.toAbsolutePath());
        String written = new TextNode(file.toAbsolutePath().toString()).toString();
        print(
                "{\"file\":" + written + "}",
                named -> List.of("Written: " + named.path("file").asText()));
    }

    /** A part of a file's name, of an id as it was typed. */
    static String fileName(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** Prints a response. */
    void print(String response, Function<JsonNode, List<String>> text) {
        if (json) {
            out().println(response);
        } else {
            print(text.apply(json(response)));
        }
    }

    /** Prints lines for the user. */
    void print(List<String> lines) {
        lines.forEach(line -> out().println(TextTable.printable(line)));
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    static JsonNode json(String response) {
        try {
            return JSON.readTree(response);
        } catch (JsonProcessingException e) {
            throw new StartupException(
                    "the response is no JSON, so this is no Tiltmeter: " + e.getOriginalMessage(), e);
        }
    }
}
