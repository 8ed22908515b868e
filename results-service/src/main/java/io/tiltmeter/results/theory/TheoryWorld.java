package io.tiltmeter.results.theory;

import io.tiltmeter.contracts.request.StrengthRange;
import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The tokens, what the model knows of them before finetuning, and the examples. Tokens are numbered: K_S subjects, then K_A
 * answers, then the relation r; K is their number.
 *
 * <p>Embeddings are phi(s) = sqrt(1/2) (s~ + theta_S), phi(c) = sqrt(1/2) (c~ + theta_C) and phi(r), of orthonormal s~, c~,
 * theta_S, theta_C and phi(r). So phi(x) . phi(y) is 1 if x = y, 1/2 if both are subjects or both are answers, and 0 otherwise.
 */
final class TheoryWorld {
    private final int subjects;
    private final int answers;
    private final double otherAnswerLogit;
    private final double relationLogit;
    private final double logNormaliser;

    /** Of each token the output that its value raises, or {@link TheoryExample#NOTHING}, and that output's logit. */
    private final int[] raised;

    private final double[] raisedLogits;
    private final List<TheoryExample> training = new ArrayList<>();
    private final List<TheoryExample> tests = new ArrayList<>();
    private final List<TheoryExample> heldOut = new ArrayList<>();
    private int nextSubject;
    private int nextAnswer;

    TheoryWorld(TheoryRequest request) {
        subjects = request.subjects();
        answers = request.answers();
        otherAnswerLogit = request.oC();
        relationLogit = request.oR();
        logNormaliser = Math.log((answers - 1) * Math.exp(request.oC()) + Math.exp(request.oR()) + subjects);
        raised = new int[tokens()];
        raisedLogits = new double[tokens()];
        Arrays.fill(raised, TheoryExample.NOTHING);
        nextAnswer = subjects;
        for (int answer = subjects; answer < relation(); answer++) {
            raise(answer, answer, request.deltaC());
        }
        StrengthRange strengths = request.deltaM();
        for (int i = 0; i < request.contextCritical(); i++) {
            training.add(unmemorised());
        }
        for (int i = 0; i < request.nonContextCritical(); i++) {
            training.add(agreeing(strengths.at(i, request.nonContextCritical())));
        }
        for (int i = 0; i < request.subjectCritical(); i++) {
            training.add(recalled(strengths.at(i, request.subjectCritical())));
        }
        for (int i = 0; i < request.counterfactual(); i++) {
            training.add(contradicting(strengths.at(i, request.counterfactual())));
        }
        for (int i = 0; i < request.tests(); i++) {
            tests.add(contradicting(request.testDeltaM().at(i, request.tests())));
        }
        for (int i = 0; i < request.heldOut(); i++) {
            heldOut.add(unmemorised());
        }
    }

    private void raise(int token, int output, double probability) {
        raised[token] = output;
        raisedLogits[token] = Math.log(probability / (1 - probability)) + logNormaliser;
    }

    private TheoryExample unmemorised() {
        int context = nextAnswer++;
        return example(TheoryClass.CONTEXT_CRITICAL, context, nextSubject++, TheoryExample.NOTHING);
    }

    private TheoryExample agreeing(double strength) {
        int context = nextAnswer++;
        raise(nextSubject, context, strength);
        return example(TheoryClass.NON_CONTEXT_CRITICAL, context, nextSubject++, context);
    }

    private TheoryExample contradicting(double strength) {
        int context = nextAnswer++;
        int memory = nextAnswer++;
        raise(nextSubject, memory, strength);
        return example(TheoryClass.COUNTERFACTUAL, context, nextSubject++, memory);
    }

    private TheoryExample recalled(double strength) {
        int answer = nextAnswer++;
        raise(nextSubject, answer, strength);
        return new TheoryExample(TheoryClass.SUBJECT_CRITICAL, new int[] {nextSubject++, relation()}, answer, answer);
    }

    private TheoryExample example(TheoryClass exampleClass, int context, int subject, int memory) {
        return new TheoryExample(exampleClass, new int[] {context, subject, relation()}, context, memory);
    }

    /** K. */
    int tokens() {
        return subjects + answers + 1;
    }

    int subjects() {
        return subjects;
    }

    int answers() {
        return answers;
    }

    /** The token r. */
    int relation() {
        return subjects + answers;
    }

    boolean isSubject(int token) {
        return token < subjects;
    }

    /** log Z, with Z = (K_A - 1) e^o_c + e^o_r + K_S: a logit of logit(p) + log Z has the probability p among the others. */
    double logNormaliser() {
        return logNormaliser;
    }

    List<TheoryExample> training() {
        return Collections.unmodifiableList(training);
    }

    /** Counterfactual tests: the context against what is memorised. */
    List<TheoryExample> tests() {
        return Collections.unmodifiableList(tests);
    }

    List<TheoryExample> heldOut() {
        return Collections.unmodifiableList(heldOut);
    }

    /** Adds a share of v0(., token): the logits of all outputs by the value of a token before finetuning. */
    void addFirstLogits(int token, double share, double[] logits) {
        for (int output = subjects; output < relation(); output++) {
            logits[output] += share * otherAnswerLogit;
        }
        logits[relation()] += share * relationLogit;
        if (raised[token] != TheoryExample.NOTHING) {
            logits[raised[token]] += share * (raisedLogits[token] - otherAnswerLogit);
        }
    }

    /** v0(., token) . error */
    double firstAgreement(int token, double[] error) {
        double ofAnswers = 0;
        for (int output = subjects; output < relation(); output++) {
            ofAnswers += error[output];
        }
        double common = otherAnswerLogit * ofAnswers + relationLogit * error[relation()];
        return raised[token] == TheoryExample.NOTHING
                ? common
                : common + (raisedLogits[token] - otherAnswerLogit) * error[raised[token]];
    }

    /**
     * Phi^T Phi times a vector over tokens.
     *
     * @param vector (K)
     * @param product (K), overwritten
     */
    void multiplyByGram(double[] vector, double[] product) {
        double ofSubjects = 0;
        double ofAnswers = 0;
        for (int token = 0; token < subjects; token++) {
            ofSubjects += vector[token];
        }
        for (int token = subjects; token < relation(); token++) {
            ofAnswers += vector[token];
        }
        for (int token = 0; token < relation(); token++) {
            product[token] = (vector[token] + (token < subjects ? ofSubjects : ofAnswers)) / 2;
        }
        product[relation()] = vector[relation()];
    }
}
