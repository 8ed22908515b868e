package io.tiltmeter.dataset.source;

/** Why a row is rejected, as its sender reads it. */
final class UnfitRow extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitRow(String reason) {
        super(reason, null, false, false);
    }
}
