package io.tiltmeter.languagemodel.text;

import java.util.ArrayList;
import java.util.List;

/**
 * How a list of examples was encoded; a trainer logs it before it starts.
 *
 * @param whole examples that fit
 * @param cut examples whose end was cut off and which are still trained on
 * @param leftOut examples that are not trained on, because nothing of their response is within the limit
 * @param tokens of all examples that are trained on
 * @param scoredTokens of these, those with loss
 * @param lostTokens cut off from examples that are trained on
 * @param notes on the first few that were cut or left out
 */
public record EncodingReport(
        int whole, int cut, int leftOut, long tokens, long scoredTokens, long lostTokens, List<Note> notes) {

    private static final int MAX_NOTES = 5;

    /**
     * @param row counted from 0, in the order of the list
     * @param reason why it was cut or left out
     */
    public record Note(int row, String reason) {}

    public EncodingReport {
        notes = List.copyOf(notes);
    }

    static final EncodingReport EMPTY = new EncodingReport(0, 0, 0, 0, 0, 0, List.of());

    /** The report with one more row. */
    EncodingReport with(Encoding encoding) {
        int row = whole + cut + leftOut;
        if (encoding instanceof Encoding.TooLong tooLong) {
            return new EncodingReport(
                    whole, cut, leftOut + 1, tokens, scoredTokens, lostTokens, noting(row, tooLong.reason()));
        }
        EncodedExample example = encoding.orThrow();
        long moreTokens = tokens + example.length();
        long moreScored = scoredTokens + example.scoredTokens();
        if (encoding instanceof Encoding.Cut it) {
            return new EncodingReport(
                    whole,
                    cut + 1,
                    leftOut,
                    moreTokens,
                    moreScored,
                    lostTokens + it.lostTokens(),
                    noting(row, it.reason()));
        }
        return new EncodingReport(whole + 1, cut, leftOut, moreTokens, moreScored, lostTokens, notes);
    }

    /** Examples that are trained on. */
    public int kept() {
        return whole + cut;
    }

    @Override
    public String toString() {
        return "kept=" + kept() + " cut=" + cut + " leftOut=" + leftOut + " tokens=" + tokens + " scoredTokens="
                + scoredTokens + " lostTokens=" + lostTokens
                + (notes.isEmpty() ? "" : " notes=" + notes);
    }

    private List<Note> noting(int row, String reason) {
        if (notes.size() == MAX_NOTES) {
            return notes;
        }
        List<Note> more = new ArrayList<>(notes);
        more.add(new Note(row, reason));
        return more;
    }
}
