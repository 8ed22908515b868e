package io.tiltmeter.dataset.filter;

/** A text that may be looked at only so often: what keeps a regular expression from running for years. */
final class BudgetedText implements CharSequence {
    private final String text;
    private long looksLeft;

    BudgetedText(String text, long looks) {
        this.text = text;
        this.looksLeft = looks;
    }

    /** The text was looked at too often. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Exhausted() {
            super(null, null, false, false);
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (looksLeft-- <= 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return text.subSequence(from, to);
    }

    @Override
    public String toString() {
        return text;
    }
}
