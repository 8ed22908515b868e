package io.tiltmeter.evaluator.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ByArm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One model, one suite and one evaluation method: the unit of an evaluator's work. The run that the model belongs to is
 * no part of it: what two runs request is computed once.
 *
 * @param template the prompt template around every instruction
 * @param method how the model is evaluated on the suite
 * @param subset some of its items only
 */
public record EvaluationTask(
        NeededModel model,
        String template,
        SuiteRef suite,
        @JsonProperty("asking") EvaluationMethod method,
        Optional<Subset> subset) {
    private static final int IDENTITY_LENGTH = 32;

    public EvaluationTask {
        subset = subset == null ? Optional.empty() : subset;
    }

    /**
     * 128 bits, in hexadecimal digits, over everything that can change a response: the hashes of the model's folder and of
     * its base's, the suite's version, the template, the method and the subset. Two folders of one name with other
     * bytes differ; two names of the same bytes do not.
     */
    public String identity() {
        List<String> parts = new ArrayList<>(List.of(model.key(), suite.items().sha256(), suite.task(), template));
        parts.addAll(method.identity());
        subset.ifPresent(some ->
                parts.add(some.limit() + " " + some.seed().map(Object::toString).orElse("first")));
        StringBuilder text = new StringBuilder();
        parts.forEach(
                part -> text.append(part.length()).append(':').append(part).append('\n'));
        return Sha256.of(text.toString()).substring(0, IDENTITY_LENGTH);
    }

    /** The arm, if it is evaluated by one. */
    public Optional<Arm> arm() {
        return method instanceof ByArm byArm ? Optional.of(byArm.arm()) : Optional.empty();
    }

    /** Where an attempt's files lie in the artifact store. */
    public String folder(int attempt) {
        return folder(identity()) + "/attempt-" + attempt;
    }

    /** Where the files of all attempts of an identity lie in the artifact store. */
    public static String folder(String identity) {
        return "evaluations/" + identity;
    }
}
