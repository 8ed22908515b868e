package io.tiltmeter.dataset.rest;

/** Worked examples for the OpenAPI page. A test checks each against the service itself. */
final class SourceExamples {
    static final String BY_PATH = """
            {"name": "alpaca", "path": "inbox/alpaca.jsonl"}""";

    static final String WITH_TOKENS = """
            {"name": "alpaca", "path": "inbox/alpaca.jsonl", "tokenizer": "run:lab-20-base", "template": "alpaca"}""";

    /** Of this file, as {@code questions}: one row that fits and one that does not. */
    static final String READY_FILE = """
            {"instruction": "Name a colour.", "input": "", "output": "Blue."}
            {"instruction": "Name a colour.", "input": "", "output": ""}
            """;

    static final String READY = """
            {
              "source_id": "questions.v1",
              "name": "questions",
              "version": 1,
              "status": "ready",
              "from": "upload"
            }""";

    private SourceExamples() {}
}
