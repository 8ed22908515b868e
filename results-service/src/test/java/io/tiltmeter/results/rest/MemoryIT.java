package io.tiltmeter.results.rest;

import io.tiltmeter.servicetest.TestOfMemory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class MemoryIT extends TestOfMemory {
    private static final String HEADER = "step,item,label,note\n";
    private static final String IMPORT = "/api/v1/runs/import?name=";
    private static final int ROWS = 150_000;
    private static final int STEPS = 10;

    MemoryIT() {
        super("results", "-Xmx512m", Map.of());
    }

    @Override
    protected List<Large> prepare(URI service) throws Exception {
        accepted(service, IMPORT + "stored", "text/csv", file("stored.csv", HEADER, 20_000, i -> row(i, 100, 0)));
        Path names = file("names.csv", HEADER, ROWS, i -> row(i, 130, 0));
        Path notes = file("notes.csv", HEADER, ROWS, i -> row(i, 20, 170));
        // The last row is the first again: all of it is read, and nothing stored.
        Path repeated = file("repeated.csv", HEADER, ROWS, i -> row(i == ROWS - 1 ? 0 : i, 150, 0));
        Path samples = file(
                "samples.json",
                "{\"results\": {\"arc\": {\"acc,none\": 0.5}}, \"samples\": [",
                40_000,
                i -> "\"" + "s".repeat(1_000) + (i == 39_999 ? "\"]}" : "\","));
        Path unknown = unknownFields();
        String stored = "/api/v1/runs/stored";
        return List.of(
                Large.send(1, IMPORT + "names", "text/csv", names),
                Large.send(3, IMPORT + "notes", "text/csv", notes),
                Large.send(4, IMPORT + "repeated", "text/csv", repeated),
                Large.send(4, IMPORT + "samples&step=1", "application/json", samples),
                Large.send(4, "/api/v1/results/import?run_id=harness&step=1", "application/json", samples),
                Large.send(8, stored + "/exports/mlflow", "application/json", unknown),
                Large.send(8, IMPORT + "unknown&step=1", "application/json", unknown),
                Large.read(8, stored + "/outcomes?step=0&limit=1000"),
                Large.read(8, stored + "/curves"));
    }

    private static String row(int index, int nameLength, int noteLength) {
        return index % STEPS + "," + "x".repeat(nameLength) + index + ",c," + "y".repeat(noteLength) + "\n";
    }

    @Override
    protected String normalRead() {
        return "/api/v1/runs";
    }
}
