package io.tiltmeter.evaluator.adoption;

/**
 * One reason why a folder cannot be evaluated.
 *
 * @param what is wrong
 * @param remedy what to do about it
 * @param outlook whether waiting may mend it
 */
public record FolderFault(String what, String remedy, Outlook outlook) {
    /** Whether waiting may mend a fault. */
    public enum Outlook {
        /** Only another folder, or another file in it, will do. */
        FINAL,
        /** So does a folder look that is still being written. */
        PERHAPS_UNFINISHED
    }

    @Override
    public String toString() {
        return what + "; " + remedy;
    }
}
