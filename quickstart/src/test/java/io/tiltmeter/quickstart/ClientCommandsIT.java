package io.tiltmeter.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.quickstart.study.FakeServices;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the commands for a running system, and what they print of the responses. */
class ClientCommandsIT {
    private static final String REFUSED = """
            {"title": "The request is not valid", "status": 400, "detail": "2 faults; nothing was started", "faults": [
              {"field": "learning_rate", "value": "2", "limit": "is outside (0, 0.1]", "remedy": "try 1e-3"},
              {"field": "mixture", "value": "", "limit": "is missing", "remedy": "name one"}]}""";

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private FakeServices services;

    @BeforeEach
    void start() throws IOException {
        services = new FakeServices();
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void everyFaultIsALineOfStandardError() {
        services.respond("POST /api/v1/runs", 400, REFUSED);
        assertEquals(1, execute("run", "learning_rate=2"));
        assertEquals("", output.toString());
        List<String> lines = errors.toString().lines().toList();
        assertTrue(lines.get(0).endsWith("/api/v1/runs refused the request: 2 faults; nothing was started"));
        assertEquals(
                List.of("  learning_rate 2: is outside (0, 0.1]; try 1e-3", "  mixture: is missing; name one"),
                lines.subList(1, 3));
        assertEquals(1, services.calls.size(), "a refused request is not sent again");
    }

    @Test
    void jsonIsTheResponseAsItIs() {
        String response = "{\"runs\":[],  \"total\":0}";
        services.respond("GET /api/v1/runs?limit=20", 200, response);
        assertEquals(0, execute("runs", "--json"));
        assertEquals(response, output.toString().strip());
    }

    @Test
    void namesAreEncodedInPathsAndQueries() {
        execute("verdict", "a/b ?", "--arm", "a&b");
        execute("retry", "run %");
        execute("compare", "a", "b+c");
        assertEquals(
                List.of(
                        "GET /api/v1/runs/a%2Fb%20%3F/inversion?arm=a%26b",
                        "POST /api/v1/runs/run%20%25/retry", "GET /api/v1/comparison?runs=a%2Cb%2Bc"),
                services.calls);
    }

    @Test
    void runsAreSelectedAndSortedByTheService() {
        services.respond(
                "GET /api/v1/runs?status=failed&search=lab%2041&verdict=no_inversion&sort=drop&limit=20", 200, """
                {"runs": [{"run_id": "b", "status": "failed", "reason": "disk full"}], "total": 1}""");
        assertEquals(
                0,
                execute(
                        "runs",
                        "--status",
                        "failed",
                        "--search",
                        "lab 41",
                        "--verdict",
                        "no_inversion",
                        "--sort",
                        "drop"));
        assertTrue(output.toString().contains("disk full"), output::toString);
    }

    @Test
    void runsAreSelectedByTagsAndArchivedOnesAreListedByThemselves() {
        services.respond(
                "GET /api/v1/runs?archived=true&limit=20&tag=x&tag=lr%3A1e-4", 200, "{\"runs\": [], \"total\": 0}");
        assertEquals(0, execute("runs", "--tag", "x", "--tag", "lr:1e-4", "--archived"), errors::toString);
    }

    @Test
    void anAnnotationSaysWhatChangesAndKeepsTheOtherTags() {
        services.respond("GET /api/v1/runs/a%2Fb", 200, "{\"run_id\": \"a/b\", \"tags\": [\"kept\", \"old\"]}");
        services.respond(
                "PATCH /api/v1/runs/a%2Fb",
                200, "{\"run_id\": \"a/b\", \"tags\": [\"kept\", \"new\"], \"archived\": true}");
        assertEquals(0, execute("annotate", "a/b", "--tag", "new", "--untag", "old", "--archive"), errors::toString);
        assertEquals(0, execute("annotate", "a/b", "--name", "", "--note", "x", "--unarchive"), errors::toString);
        assertEquals(
                List.of(
                        "",
                        "{\"archived\":true,\"tags\":[\"kept\",\"new\"]}",
                        "{\"name\":null,\"note\":\"x\",\"archived\":false}"),
                services.bodies);
        assertTrue(output.toString().startsWith("Run a/b:\nTags: kept, new\n"), output::toString);
    }

    @Test
    void anAnnotationWithoutAChangeOrOfATagThatIsNotThereIsRefused() {
        services.respond("GET /api/v1/runs/a", 200, "{\"run_id\": \"a\", \"tags\": [\"kept\"]}");
        assertEquals(1, execute("annotate", "a"));
        assertTrue(errors.toString().contains("nothing is to be changed: send --name"), errors::toString);
        assertEquals(1, execute("annotate", "a", "--untag", "keptt"));
        assertTrue(errors.toString().contains("run a has no tag keptt; it has kept"), errors::toString);
    }

    @Test
    void aRunIsDeletedAtTheServiceThatHasItAndOnlyOnRequest() {
        services.respond("DELETE /api/v1/checkpoints/sent?dry_run=true", 200, """
                {"dry_run": true, "bytes": 2501000, "deleted": [{"kind": "run", "id": "sent", "bytes": 1000},
                 {"kind": "checkpoint_folder", "id": "adopted/1", "bytes": 2500000}],
                 "kept": [{"kind": "checkpoint_folder", "id": "adopted/2", "needed_by": ["run other"]}]}""");
        assertEquals(0, execute("delete", "sent"), errors::toString);
        assertEquals(
                List.of(
                        "would delete run sent, 1.0 kB",
                        "would delete checkpoint folder adopted/1, 2.5 MB",
                        "would keep checkpoint folder adopted/2, needed by run other"),
                output.toString().lines().limit(3).toList());
        assertTrue(
                output.toString().contains("Nothing was deleted. For good: ./tiltmeter delete sent --yes"),
                output::toString);
        services.respond("DELETE /api/v1/runs/brought", 200, """
                {"dry_run": false, "bytes": 0, "deleted": [{"kind": "run", "id": "brought", "bytes": 0}], "kept": []}""");
        assertEquals(0, execute("delete", "brought", "--yes"), errors::toString);
        assertTrue(output.toString().endsWith("deleted run brought\n"), output::toString);
        services.respond("DELETE /api/v1/studies/rates", 409, "{\"detail\": \"study rates has not ended\"}");
        assertEquals(1, execute("delete", "rates", "--study", "--yes"));
        assertTrue(errors.toString().contains("study rates has not ended"), errors::toString);
    }

    @Test
    void anExportIsAWholeFileOrTheOneThatWasThere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("curve.csv"), "before");
        assertEquals(1, execute("export", "a", "--format", "csv", "--out", file.toString()));
        assertEquals("before", Files.readString(file));
        services.respond("GET /api/v1/runs/a/curves?format=parquet", 500, "{\"detail\": \"see reference=7\"}");
        assertEquals(1, execute("export", "a", "--format", "parquet", "--out", file.toString()));
        assertTrue(errors.toString().contains("see reference=7"), errors::toString);
        services.respond("GET /api/v1/runs/a/curves?format=csv", 200, "step\n0\n");
        assertEquals(0, execute("export", "a", "--format", "csv", "--out", file.toString()));
        assertEquals("step\n0\n", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void anImportNamesTheFileAndTheRun(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("their sft.csv"), "step,counterfactual_accuracy\n");
        services.respond("POST /api/v1/runs/import?name=their%20sft&file_name=their%20sft.csv", 201, """
                {"run_id": "their-sft", "format": "curve", "suite": "cf", "state": "created", "checkpoints": 3, "last_step": 9}""");
        assertEquals(0, execute("import", file.toString(), "--name", "their sft"), errors::toString);
        assertTrue(
                output.toString().startsWith("Run their-sft: created, 3 checkpoints, the last of step 9 (curve)"),
                output::toString);
    }

    @Test
    void whatIsNoRunIsLookedForAmongAllDatasets() {
        services.respond("GET /api/v1/suites/facts-1", 200, "{\"suite_id\": \"facts-1\", \"status\": \"ready\"}");
        assertEquals(0, execute("data", "show", "facts-1"));
        assertEquals("suite_id: facts-1\nstatus: ready\n", output.toString());
        assertEquals(1, execute("data", "show", "facts-2"));
        assertTrue(errors.toString().contains("there is no source, mixture or suite \"facts-2\""), errors::toString);
    }

    @Test
    void aMixtureAndAConfigurationAreWrittenToFiles(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.jsonl");
        String path = "GET /api/v1/mixtures/critical/export";
        services.respond(path + "?format=messages", 200, "{\"messages\": []}\n");
        assertEquals(0, execute("data", "export", "critical", "--format", "messages", "--out", file.toString()));
        assertEquals("{\"messages\": []}\n", Files.readString(file));
        assertEquals("Written: " + file + "\n", output.toString());
        services.respond(path + "/configuration?trainer=trl", 200, "max_length: 2048\n");
        assertEquals(0, execute("data", "export", "critical", "--trainer", "trl", "--out", file.toString()));
        assertEquals("max_length: 2048\n", Files.readString(file));
        services.respond(path + "?format=alpaca", 400, REFUSED);
        assertEquals(1, execute("data", "export", "critical", "--format", "alpaca", "--out", file.toString()));
        assertEquals("max_length: 2048\n", Files.readString(file));
    }

    @Test
    void aServerThatIsNotThereSaysSoonHowToStartIt() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        long began = System.nanoTime();
        assertEquals(1, line("runs", "--server", "http://127.0.0.1:" + free));
        assertTrue(Duration.ofNanos(System.nanoTime() - began).toSeconds() < 5);
        assertTrue(errors.toString().contains("start the system with ./tiltmeter up"), errors::toString);
    }

    private int execute(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--server");
        all.add("http://127.0.0.1:" + services.port());
        return line(all.toArray(String[]::new));
    }

    private int line(String... words) {
        return Launcher.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(words);
    }
}
