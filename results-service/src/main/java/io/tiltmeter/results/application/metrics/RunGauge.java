package io.tiltmeter.results.application.metrics;

/** What is shown of a run, by its name in Micrometer; Prometheus has underscores instead of dots. */
enum RunGauge {
    COUNTERFACTUAL("tiltmeter.counterfactual.accuracy.ratio", "Share of conflict items answered as the context says"),
    COUNTERFACTUAL_LOW("tiltmeter.counterfactual.accuracy.low.ratio", "Lower bound of its 95 % interval"),
    COUNTERFACTUAL_HIGH("tiltmeter.counterfactual.accuracy.high.ratio", "Upper bound of its 95 % interval"),
    PARAMETRIC("tiltmeter.parametric.accuracy.ratio", "Share of conflict items answered from memory"),
    PARAMETRIC_LOW("tiltmeter.parametric.accuracy.low.ratio", "Lower bound of its 95 % interval"),
    PARAMETRIC_HIGH("tiltmeter.parametric.accuracy.high.ratio", "Upper bound of its 95 % interval"),
    STANDARD("tiltmeter.standard.accuracy.ratio", "Accuracy on a standard suite"),
    STANDARD_MEAN(
            "tiltmeter.standard.mean.ratio",
            "Unweighted mean of the standard suites at the newest step scored on every suite"),
    INVERSION_STATE("tiltmeter.inversion.state", "The live warning: 0 none, 1 watch, 2 inverted, 3 recovered"),
    DRAWDOWN(
            "tiltmeter.context.reliance.drawdown.ratio",
            "Best smoothed counterfactual accuracy less the newest smoothed one"),
    VERDICT("tiltmeter.verdict", "1 for the verdict in force, 0 for the others"),
    DROP("tiltmeter.counterfactual.drop.ratio", "The verdict's drop"),
    PEAK_STEP("tiltmeter.counterfactual.peak.step", "The verdict's peak"),
    LAST_SCORED_STEP("tiltmeter.last.scored.step", "Newest step scored on every suite"),
    STEP("tiltmeter.run.step", "Optimizer steps taken, as the run's newest news tells"),
    TOTAL_STEPS("tiltmeter.run.total.steps", "Optimizer steps planned; 0 while unknown"),
    LOSS("tiltmeter.run.loss.nats", "Training loss of the newest step told, per token"),
    TOKENS_PER_SECOND("tiltmeter.run.tokens.per.second", "Speed of training"),
    ETA("tiltmeter.run.eta.seconds", "Until the last step"),
    STATUS("tiltmeter.run.status", "1 for the status in force, 0 for the others"),
    CHECKPOINTS("tiltmeter.run.checkpoints", "Checkpoints planned, saved, and scored on every suite"),
    FAILED_EVALUATIONS("tiltmeter.run.failed.evaluations", "Evaluations given up that no later attempt scored");

    final String meter;
    final String description;

    RunGauge(String meter, String description) {
        this.meter = meter;
        this.description = description;
    }
}
