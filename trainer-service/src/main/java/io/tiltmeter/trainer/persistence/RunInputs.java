package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.List;
import java.util.Optional;

/**
 * What a run trains on, fixed when it is queued: later events about the same names do not change it.
 *
 * @param mixture its mixture
 * @param suites what its checkpoints are evaluated on
 * @param baseModel the folder it starts from, when it starts from another run
 * @param evaluation how they are evaluated; the default plan if empty
 */
public record RunInputs(
        MixtureReady mixture,
        List<SuiteRef> suites,
        Optional<ArtifactRef> baseModel,
        Optional<EvaluationPlan> evaluation) {
    public RunInputs {
        suites = List.copyOf(suites);
        evaluation = evaluation == null ? Optional.empty() : evaluation;
    }
}
