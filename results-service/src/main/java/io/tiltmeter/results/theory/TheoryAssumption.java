package io.tiltmeter.results.theory;

import java.util.Optional;

/**
 * What the proof takes for granted of the first step: |m_C| > |m_{C+S}|, so that the context-critical examples decide where the
 * attention goes. It does not follow from the proof's other assumptions: delta_C = 0.05 and delta_M = 0.5 break it.
 *
 * @param mC theta_C . (-dL/du) at step 0, mean over context-critical examples
 * @param mCs the same over non-context-critical ones
 * @param holds whether the first is larger in size; absent without examples of both classes
 */
public record TheoryAssumption(Optional<Double> mC, Optional<Double> mCs, Optional<Boolean> holds) {
    static TheoryAssumption of(TheoryPoint start) {
        Optional<Double> critical = gradient(start, TheoryClass.CONTEXT_CRITICAL);
        Optional<Double> agreeing = gradient(start, TheoryClass.NON_CONTEXT_CRITICAL);
        return new TheoryAssumption(
                critical, agreeing, critical.flatMap(mC -> agreeing.map(mCs -> Math.abs(mC) > Math.abs(mCs))));
    }

    private static Optional<Double> gradient(TheoryPoint point, TheoryClass exampleClass) {
        return point.ofClass(exampleClass).map(TheoryPoint.OfClass::contextGradient);
    }
}
