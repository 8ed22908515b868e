package io.tiltmeter.results.rest.run;

/** Worked examples of the OpenAPI page: the lab's inversion, warned of. */
public final class WarningExamples {
    public static final String WARNING = """
            {"run_id": "lab-20-full", "run_name": "lab-20-full", "suite": "cf_lab", "scorer": "contains",
             "arm": "template", "state": "inverted", "since_step": 97, "best_mean": 0.77, "best_step": 14,
             "newest_mean": 0.372, "newest_step": 97, "drawdown": 0.398, "in_a_row": 5,
             "parameters": {"window": 5, "threshold": 0.08, "patience": 5},
             "suites": [{"suite": "cf_lab", "state": "inverted", "since_step": 97, "best_mean": 0.77, "best_step": 14,
              "newest_mean": 0.372, "newest_step": 97, "drawdown": 0.398, "in_a_row": 5}],
             "history": [{"step": 14, "smoothed": 0.77, "state": "none"}, {"step": 28, "smoothed": 0.7206, "state": "none"},
              {"step": 42, "smoothed": 0.6473, "state": "watch"}, {"step": 56, "smoothed": 0.5967, "state": "watch"},
              {"step": 69, "smoothed": 0.506, "state": "watch"}, {"step": 83, "smoothed": 0.4, "state": "watch"},
              {"step": 97, "smoothed": 0.372, "state": "inverted"}]}""";

    public static final String BAD_RULE = """
            {"type": "urn:tiltmeter:problem:invalid-request", "title": "The request is not valid", "status": 400,
             "detail": "3 faults; nothing was started", "instance": "/api/v1/runs/lab-20-full/warning", "faults": [
             {"field": "window", "value": "0", "limit": "is not a whole number in [1, 1000]",
              "remedy": "send such a number, or leave it out for 5"},
             {"field": "threshold", "value": "8", "limit": "is not a number above 0 and at most 1",
              "remedy": "send a difference of accuracies, such as 0.08 for 8 points, or leave it out for 0.08"},
             {"field": "patience", "value": "soon", "limit": "is not a whole number in [1, 1000]",
              "remedy": "send such a number, or leave it out for 5"}]}""";

    private WarningExamples() {}
}
