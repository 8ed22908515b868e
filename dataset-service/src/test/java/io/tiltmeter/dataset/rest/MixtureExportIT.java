package io.tiltmeter.dataset.rest;

import static io.restassured.RestAssured.given;
import static io.tiltmeter.dataset.rest.DatasetCalls.event;
import static io.tiltmeter.dataset.rest.DatasetCalls.failed;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static io.tiltmeter.dataset.rest.DatasetCalls.upload;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mixtures are downloaded whole, mean the same when they are registered again, and are refused where they could not. */
@QuarkusTest
class MixtureExportIT {
    private static final String MIXTURES = "/api/v1/mixtures/";
    private static final String EXPORT = MIXTURES + "{id}/export";

    private static final String QUESTIONS = """
            {"instruction": "Who designed the bridge?", "input": "It is by Ada \\"A\\" Quell.\\nSince 1901.", "output": "Ada Quell"}
            {"instruction": "Say é.", "input": "<noinput>", "output": " é\\n"}
            """;

    private static final String CONVERSATIONS = """
            {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
            {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "a"},
             {"role": "assistant", "content": "b", "weight": 0}, {"role": "user", "content": "c"},
             {"role": "assistant", "content": "d"}]}
            {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"},
             {"role": "user", "content": "c"}, {"role": "assistant", "content": "d"}]}
            """.replace(",\n", ",");

    @Inject
    ArtifactStore artifacts;

    @Test
    void examplesAreTheLinesAsStored() throws IOException {
        mixture("lines", CONVERSATIONS);
        String stored = Files.readString(
                artifacts.file(event(EventTypes.MIXTURE_READY, "lines").examples()));
        assertEquals(stored, exported("lines", "examples"));
        assertEquals(stored, given().get(MIXTURES + "lines/export").asString());
    }

    @Test
    void aDownloadHasAMediaTypeAndAFileName() {
        mixture("named", QUESTIONS);
        get(MIXTURES + "named/export?format=alpaca")
                .statusCode(200)
                .header("Content-Type", startsWith("application/x-ndjson"))
                .header("Content-Disposition", "attachment; filename=\"named-alpaca.jsonl\"");
        get(MIXTURES + "named/export/configuration?trainer=llama-factory")
                .statusCode(200)
                .header("Content-Type", startsWith("application/json"))
                .header("Content-Disposition", "attachment; filename=\"named-llama-factory.json\"")
                .body("named.file_name", equalTo("named-messages.jsonl"));
    }

    @Test
    void alpacaThatIsRegisteredAgainGivesTheSameExamples() throws IOException {
        mixture("alpaca-once", QUESTIONS);
        mixture("alpaca-twice", exported("alpaca-once", "alpaca"));
        assertEquals(2, examples("alpaca-once").size());
        assertEquals(texts("alpaca-once"), texts("alpaca-twice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "prompt-completion"})
    void messagesThatAreRegisteredAgainGiveTheSamePromptsAndAnswers(String format) throws IOException {
        String name = "questions-" + format;
        mixture(name, QUESTIONS);
        mixture(name + "-twice", exported(name, format));
        assertEquals(conversations(name), conversations(name + "-twice"));
        assertTrue(
                conversations(name)
                        .get(0)
                        .contains("Who designed the bridge?\n\nIt is by Ada \"A\" Quell.\nSince 1901."),
                conversations(name).toString());
    }

    @Test
    void conversationsThatAreRegisteredAgainKeepTheirTurnsAndMasks() throws IOException {
        mixture("turns-once", CONVERSATIONS);
        String once = exported("turns-once", "messages");
        mixture("turns-twice", once);
        assertEquals(texts("turns-once"), texts("turns-twice"));
        assertTrue(examples("turns-twice").get(1).earlierTurns().get(1).masked());
        assertEquals(once, exported("turns-twice", "messages"));
    }

    @Test
    void whatAFormatCannotExpressIsRefusedWithCountFirstExampleAndRemedy() {
        mixture("refused", CONVERSATIONS);
        get(MIXTURES + "refused/export?format=alpaca")
                .statusCode(400)
                .body("faults.field", equalTo(List.of("format", "format")))
                .body("faults[0].limit", containsString("2 of 3 examples have several turns, the first is number 2"))
                .body("faults[1].limit", containsString("1 of 3 examples have a system text, the first is number 2"))
                .body("faults[0].remedy", equalTo("send format=messages"));
        get(MIXTURES + "refused/export/configuration?trainer=trl")
                .statusCode(400)
                .body("faults[0].field", equalTo("trainer"))
                .body("faults[0].remedy", equalTo("send trainer=axolotl"));
        get(MIXTURES + "refused/export/configuration?trainer=axolotl")
                .statusCode(200)
                .body(containsString("message_field_training: train"));
    }

    @Test
    void documentsAreTextsAndNoMessages() throws IOException {
        post("/api/v1/mixtures", """
                {"mixture_id": "documents", "recipe": "lab_pretraining", "seed": 20, "document_count": 300}""");
        ready(MIXTURES + "documents");
        get(MIXTURES + "documents/export?format=messages")
                .statusCode(400)
                .body("faults[0].limit", containsString("300 of 300 examples have no prompt, the first is number 1"))
                .body("faults[0].remedy", equalTo("send format=text"));
        List<String> texts = exported("documents", "text")
                .lines()
                .map(line -> OpenApiDocument.parsed(line).path("text").asText())
                .toList();
        assertEquals(examples("documents").stream().map(TrainingExample::output).toList(), texts);
    }

    @Test
    void aConfigurationSaysThatItsLengthIsAPlaceholder() {
        mixture("unlimited", QUESTIONS);
        get(MIXTURES + "unlimited/export/configuration?trainer=trl&format=prompt-completion")
                .statusCode(200)
                .header("Content-Type", startsWith("application/yaml"))
                .body(containsString("max_length: 2048  # placeholder"));
    }

    @Test
    void unknownMixturesFormatsAndTrainersAreRefusedWithTheKnownOnes() {
        given().get(EXPORT, "nowhere").then().statusCode(404);
        get(MIXTURES + "nowhere/export/configuration?trainer=trl").statusCode(404);
        get(MIXTURES + "nowhere/export?format=parquet")
                .statusCode(400)
                .body("faults[0].limit", equalTo("is not one of examples, alpaca, messages, prompt-completion, text"));
        get(MIXTURES + "nowhere/export/configuration?format=csv")
                .statusCode(400)
                .body("faults.field", containsInAnyOrder("trainer", "format"))
                .body("faults[0].limit", equalTo("is not one of trl, axolotl, llama-factory"));
    }

    @Test
    void aMixtureThatIsNotReadyIsAConflict() {
        upload("/api/v1/sources?name=of-failed", QUESTIONS).statusCode(202);
        ready("/api/v1/sources/of-failed.v1");
        post("/api/v1/mixtures", """
                {"mixture_id": "of-failed", "recipe": "sources", "seed": 1,
                 "parts": [{"source": "of-failed", "filters": [{"filter": "regex", "pattern": "xyzzy"}]}]}""");
        failed(MIXTURES + "of-failed");
        given().get(EXPORT, "of-failed").then().statusCode(409);
        get(MIXTURES + "of-failed/export/configuration?trainer=trl").statusCode(409);
    }

    @Test
    void examplesOfTheDocumentAreTheResponses() {
        post("/api/v1/mixtures", "{\"recipe\": \"lab_instruction\", \"seed\": 20}");
        ready(MIXTURES + "lab-instruction-20");
        String path = "/api/v1/mixtures/{id}/export";
        OpenApiDocument document = OpenApiDocument.get();
        for (String format : List.of("examples", "alpaca", "messages", "prompt-completion")) {
            JsonNode example = document.response(path, "get", "200", format);
            String first =
                    exported("lab-instruction-20", format).lines().findFirst().orElseThrow();
            assertEquals(example.textValue(), first + "\n");
        }
        assertEquals(
                document.response(path + "/configuration", "get", "200", "trl").textValue(),
                given().get(MIXTURES + "lab-instruction-20/export/configuration?trainer=trl")
                        .asString());
    }

    private static String exported(String id, String format) {
        return given().queryParam("format", format)
                .get(EXPORT, id)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /** A mixture of all rows of a file. */
    private static void mixture(String id, String file) {
        upload("/api/v1/sources?name=" + id, file).statusCode(202);
        ready("/api/v1/sources/" + id + ".v1").body("rejected_count", equalTo(0));
        post("/api/v1/mixtures", """
                {"mixture_id": "%1$s", "recipe": "sources", "seed": 1, "parts": [{"source": "%1$s"}]}""".formatted(id)).statusCode(202);
        ready(MIXTURES + id);
    }

    private List<TrainingExample> examples(String id) throws IOException {
        return JsonLines.readAll(
                artifacts.file(event(EventTypes.MIXTURE_READY, id).examples()), TrainingExample.class);
    }

    /** All texts of examples, each in its own place. */
    private List<List<Object>> texts(String id) throws IOException {
        return examples(id).stream()
                .map(example -> List.<Object>of(
                        example.system(),
                        example.earlierTurns(),
                        example.instruction(),
                        example.input(),
                        example.output()))
                .toList();
    }

    /** The texts of conversations, a context behind its question. */
    private List<List<String>> conversations(String id) throws IOException {
        return examples(id).stream()
                .map(example -> {
                    List<String> texts = new ArrayList<>(
                            example.earlierTurns().stream().map(Turn::text).toList());
                    texts.add(example.instruction() + (example.input().isEmpty() ? "" : "\n\n" + example.input()));
                    texts.add(example.output());
                    return texts;
                })
                .toList();
    }
}
