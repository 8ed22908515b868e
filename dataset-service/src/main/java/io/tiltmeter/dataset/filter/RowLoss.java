package io.tiltmeter.dataset.filter;

/**
 * What a base model makes of a row's answer.
 *
 * @param withContextNats mean loss of the answer's tokens behind context and question, in nats
 * @param withoutContextNats the same behind the question alone
 */
public record RowLoss(double withContextNats, double withoutContextNats) {
    public RowLoss {
        if (!Double.isFinite(withContextNats) || !Double.isFinite(withoutContextNats)) {
            throw new IllegalArgumentException("losses " + withContextNats + " and " + withoutContextNats
                    + " are not both finite: was the whole answer cut off?");
        }
    }
}
