package io.tiltmeter.results.application.metrics;

/** The gauges of a run, by their names in Micrometer; Prometheus has underscores instead of dots. */
enum RunGauge {
    COUNTERFACTUAL(
            "tiltmeter.counterfactual.accuracy.ratio",
            "Share of the items of a conflict suite that are answered as the context says"),
    COUNTERFACTUAL_LOW(
            "tiltmeter.counterfactual.accuracy.low.ratio",
            "Lower bound of the 95 % interval of counterfactual accuracy"),
    COUNTERFACTUAL_HIGH(
            "tiltmeter.counterfactual.accuracy.high.ratio",
            "Upper bound of the 95 % interval of counterfactual accuracy"),
    PARAMETRIC(
            "tiltmeter.parametric.accuracy.ratio",
            "Share of the items of a conflict suite that are answered from memory"),
    PARAMETRIC_LOW(
            "tiltmeter.parametric.accuracy.low.ratio", "Lower bound of the 95 % interval of parametric accuracy"),
    PARAMETRIC_HIGH(
            "tiltmeter.parametric.accuracy.high.ratio", "Upper bound of the 95 % interval of parametric accuracy"),
    STANDARD("tiltmeter.standard.accuracy.ratio", "Accuracy on a standard suite"),
    STANDARD_MEAN(
            "tiltmeter.standard.mean.ratio",
            "Unweighted mean of the standard suites at the newest step scored on every suite"),
    INVERSION_STATE("tiltmeter.inversion.state", "The live warning: 0 none, 1 watch, 2 inverted, 3 recovered"),
    DRAWDOWN(
            "tiltmeter.context.reliance.drawdown.ratio",
            "Best smoothed counterfactual accuracy minus the newest smoothed one"),
    VERDICT("tiltmeter.verdict", "1 for the current verdict, 0 for the others"),
    VERDICT_SHOWN("tiltmeter.verdict.shown", "1 if the current verdict is shown, 0 if it is likely"),
    PROBABILITY(
            "tiltmeter.course.probability.ratio", "How probable each course of the curve is, as the verdict has it"),
    DROP(
            "tiltmeter.counterfactual.drop.ratio",
            "Counterfactual accuracy at the peak minus that at the end, as the verdict has it"),
    PEAK_STEP("tiltmeter.counterfactual.peak.step", "Step of the peak, as the verdict has it"),
    LAST_SCORED_STEP("tiltmeter.last.scored.step", "Newest step scored on every suite"),
    STEP("tiltmeter.run.step", "Optimizer steps taken, as the newest event of the run says"),
    TOTAL_STEPS("tiltmeter.run.total.steps", "Optimizer steps planned; 0 while unknown"),
    LOSS("tiltmeter.run.loss.nats", "Training loss of the newest known step, in nats per token"),
    TOKENS_PER_SECOND("tiltmeter.run.tokens.per.second", "Tokens trained per second"),
    ETA("tiltmeter.run.eta.seconds", "Seconds until the last step"),
    STATUS("tiltmeter.run.status", "1 for the current status, 0 for the others"),
    CHECKPOINTS("tiltmeter.run.checkpoints", "Checkpoints planned, saved, and scored on every suite"),
    FAILED_EVALUATIONS(
            "tiltmeter.run.failed.evaluations", "Evaluations that failed for good and that no later attempt scored");

    final String meter;
    final String description;

    RunGauge(String meter, String description) {
        this.meter = meter;
        this.description = description;
    }
}
