package io.tiltmeter.dataset.file;

/** Why a row is rejected, as its sender reads it. */
public final class UnfitRow extends Exception {
    private static final long serialVersionUID = 1L;

    public UnfitRow(String reason) {
        super(reason, null, false, false);
    }
}
