package io.tiltmeter.results.rest.export;

/** Worked examples of the OpenAPI page. */
public final class ExportExamples {
    public static final String MLFLOW_REQUEST = """
            {"tracking_uri": "http://127.0.0.1:5000", "experiment_name": "context-parametric inversion"}""";

    public static final String MLFLOW = """
            {"run_id": "lab-20-full", "mlflow_run_id": "3f2a", "experiment_id": "1",
             "experiment_name": "context-parametric inversion", "created": true, "batches": 3, "metrics_sent": 242,
             "metrics_there": 0, "params_sent": 21, "params_differing": [], "tags_sent": 5}""";

    public static final String ITEMS = """
            run,step,suite,scorer,arm,item,cluster,context_share,memory_share,correct_share
            lab-20-full,14,cf_lab,contains,template,conflict-0000-1,capital-arelia0,1.0,0.0,1.0
            """;

    private ExportExamples() {}
}
