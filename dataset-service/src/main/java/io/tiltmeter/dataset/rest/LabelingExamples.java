package io.tiltmeter.dataset.rest;

/** Worked examples for the OpenAPI page. A test checks each. */
final class LabelingExamples {
    static final String PAPER = """
            {"source": "alpaca", "model": "run:lab-20-base", "template": "alpaca"}""";

    static final String DIFFERENCE = """
            {
              "labeling_id": "alpaca-helped-by-context",
              "source": "alpaca.v1",
              "model": "run:lab-20-base@0",
              "template": "alpaca",
              "share": 0.5,
              "score": "loss_difference"
            }""";

    private LabelingExamples() {}
}
