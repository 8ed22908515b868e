package io.tiltmeter.contracts.example;

/**
 * What a base model makes of an example's answer (Goyal et al., section 4).
 *
 * @param withContextNats mean loss of the answer's tokens behind context and question, in nats
 * @param withoutContextNats the same behind the question alone
 */
public record ExampleLosses(double withContextNats, double withoutContextNats) {
    public ExampleLosses {
        if (!Double.isFinite(withContextNats) || !Double.isFinite(withoutContextNats)) {
            throw new IllegalArgumentException("losses " + withContextNats + " and " + withoutContextNats
                    + " are not both finite: was the whole answer cut off?");
        }
    }
}
