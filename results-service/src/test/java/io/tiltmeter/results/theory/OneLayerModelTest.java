package io.tiltmeter.results.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients and steps, held to finite differences of the model that is written out in matrices. */
class OneLayerModelTest {
    private static final double DIFFERENCE = 1e-5;
    private static final TheoryRequest REQUEST = TheoryRequests.of(
            "'context_critical': 2, 'non_context_critical': 2,"
                    + " 'subject_critical': 2, 'counterfactual': 2, 'tests': 2, 'held_out': 1, 'spare_answers': 2, 'delta_m': [0.5, 0.8]");

    private final TheoryWorld world = new TheoryWorld(REQUEST);
    private final OneLayerModel model = new OneLayerModel(world, REQUEST.relationPenalty());
    private final DenseTheory dense = new DenseTheory(world, REQUEST.relationPenalty());

    @Test
    void lossAttentionAndErrorAreThoseOfTheMatrices() {
        step(3, 2, 0.5);
        for (TheoryExample example : world.training()) {
            TheoryGradient gradient = model.gradient(example);
            assertEquals(dense.loss(example), gradient.loss(), 1e-9, example.toString());
            assertArrayEquals(dense.attention(example), gradient.attention(), 1e-9);
            double[] probabilities = dense.probabilities(example);
            for (int output = 0; output < probabilities.length; output++) {
                double target = output == example.target() ? 1 : 0;
                assertEquals(target - probabilities[output], gradient.error()[output], 1e-9);
            }
        }
    }

    @Test
    void theGradientOfTheAttentionIsThatOfFiniteDifferences() {
        step(3, 2, 0.5);
        for (TheoryExample example : world.training()) {
            double[] pull = model.gradient(example).pull();
            for (int j = 0; j < dense.u.length; j++) {
                double byHand = dense.u[j];
                dense.u[j] = byHand + DIFFERENCE;
                double above = dense.loss(example);
                dense.u[j] = byHand - DIFFERENCE;
                double below = dense.loss(example);
                dense.u[j] = byHand;
                double expected = 0;
                for (int i = 0; i < pull.length; i++) {
                    expected += dense.phi[j][example.tokens()[i]] * pull[i];
                }
                assertEquals((below - above) / (2 * DIFFERENCE), expected, 1e-8, example + " " + j);
            }
            assertEquals(
                    difference(example, dense.thetaC()), model.gradient(example).towardsContexts(example), 1e-8);
            assertEquals(
                    difference(example, dense.thetaS()), model.gradient(example).towardsSubjects(example), 1e-8);
        }
    }

    private double difference(TheoryExample example, int dimension) {
        double at = dense.u[dimension];
        dense.u[dimension] = at + DIFFERENCE;
        double above = dense.loss(example);
        dense.u[dimension] = at - DIFFERENCE;
        double below = dense.loss(example);
        dense.u[dimension] = at;
        return (below - above) / (2 * DIFFERENCE);
    }

    @Test
    void theGradientOfTheValuesIsThatOfFiniteDifferences() {
        step(2, 2, 0.5);
        for (TheoryExample example : List.of(
                world.training().get(0),
                world.training().get(3),
                world.training().get(4),
                world.training().get(7))) {
            double[][] gradient = valueGradient(example, model.gradient(example));
            for (int j = 0; j < dense.u.length; j++) {
                for (int k = 0; k < dense.u.length; k++) {
                    double weight = dense.valueWeights[j][k];
                    dense.valueWeights[j][k] = weight + DIFFERENCE;
                    double above = dense.loss(example);
                    dense.valueWeights[j][k] = weight - DIFFERENCE;
                    double below = dense.loss(example);
                    dense.valueWeights[j][k] = weight;
                    assertEquals((below - above) / (2 * DIFFERENCE), gradient[j][k], 1e-8);
                }
            }
        }
    }

    @Test
    void theNormOfTheLearnedValuesIsThatOfTheMatrix() {
        double[][] first = new DenseTheory(world, REQUEST.relationPenalty()).valueWeights;
        assertEquals(0, model.valueChange());
        step(4, 1, 0.7);
        double sum = 0;
        for (int j = 0; j < first.length; j++) {
            for (int k = 0; k < first.length; k++) {
                sum += Math.pow(dense.valueWeights[j][k] - first[j][k], 2);
            }
        }
        assertTrue(sum > 0.01, "something was learned: " + sum);
        assertEquals(Math.sqrt(sum), model.valueChange(), 1e-9);
    }

    @Test
    void anExamplesPullsAndErrorsSumToZero() {
        step(3, 2, 0.5);
        for (TheoryExample example : world.training()) {
            TheoryGradient gradient = model.gradient(example);
            assertEquals(0, sum(gradient.pull()), 1e-12);
            assertEquals(0, sum(gradient.error()), 1e-12);
            assertEquals(1, sum(gradient.attention()), 1e-12);
        }
    }

    /** Exactly with the relation's pull, which e^-b of the attention bounds: without it where b is 20. */
    @Test
    void gradientsOfThetaCAndThetaSSumToZeroWhereTheRelationIsNotAttendedTo() {
        TheoryRequest request =
                TheoryRequests.of("'context_critical': 3, 'non_context_critical': 3, 'counterfactual': 1");
        TheoryWorld attended = new TheoryWorld(request);
        OneLayerModel fresh = new OneLayerModel(attended, request.relationPenalty());
        for (int step = 0; step < 30; step++) {
            List<TheoryGradient> gradients =
                    attended.training().stream().map(fresh::gradient).toList();
            for (int n = 0; n < gradients.size(); n++) {
                TheoryExample example = attended.training().get(n);
                double towards = gradients.get(n).towardsContexts(example);
                assertTrue(Math.abs(towards) > 1e-3, "a gradient that could be off: " + towards);
                assertEquals(0, towards + gradients.get(n).towardsSubjects(example), 1e-7);
            }
            fresh.step(attended.training(), gradients, 1, 0);
        }
    }

    /** Both models take the same steps; the written-out one by its own matrices and the gradients of the other. */
    private void step(int steps, double etaK, double etaV) {
        for (int step = 0; step < steps; step++) {
            List<TheoryGradient> gradients =
                    world.training().stream().map(model::gradient).toList();
            for (int n = 0; n < gradients.size(); n++) {
                TheoryExample example = world.training().get(n);
                double[][] change = valueGradient(example, gradients.get(n));
                for (int j = 0; j < dense.u.length; j++) {
                    for (int i = 0; i < example.tokens().length; i++) {
                        dense.u[j] += etaK
                                / gradients.size()
                                * dense.phi[j][example.tokens()[i]]
                                * gradients.get(n).pull()[i];
                    }
                    for (int k = 0; k < dense.u.length; k++) {
                        dense.valueWeights[j][k] += etaV / gradients.size() * change[j][k];
                    }
                }
            }
            model.step(world.training(), gradients, etaK, etaV);
        }
    }

    /** (Phi e) (P sigma)^T */
    private double[][] valueGradient(TheoryExample example, TheoryGradient gradient) {
        double[][] error = DenseTheory.product(dense.phi, DenseTheory.transposed(new double[][] {gradient.error()}));
        double[] mixed = new double[dense.u.length];
        for (int j = 0; j < mixed.length; j++) {
            for (int i = 0; i < gradient.attention().length; i++) {
                mixed[j] += gradient.attention()[i] * dense.phi[j][example.tokens()[i]];
            }
        }
        return DenseTheory.product(error, new double[][] {mixed});
    }

    private static double sum(double[] vector) {
        double sum = 0;
        for (double each : vector) {
            sum += each;
        }
        return sum;
    }
}
