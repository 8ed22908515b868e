package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.request.PretrainingMixRequest;
import java.util.List;
import java.util.Optional;

/**
 * What pretraining documents are about.
 *
 * @param neutralShare share of documents that only mention unknown subjects, in [0, 1]
 * @param factShare share of fact documents among the others, in [0, 1]
 * @param readingShare share of reading documents among the others, in [0, 1]; the rest are lists
 * @param knownReadingShare share of reading documents whose subject is known, in [0, 1]
 * @param contextNoise share of those that contradict the true facts, in [0, 1]: how unreliable texts are
 * @param questionFirstShare share of reading documents with the question before the text, in [0, 1]
 */
public record PretrainingMix(
        double neutralShare,
        double factShare,
        double readingShare,
        double knownReadingShare,
        double contextNoise,
        double questionFirstShare) {
    /** By how much the two shares may exceed 1 for rounding. */
    public static final double SLACK = 1e-9;

    private static final PretrainingMix STANDARD = new PretrainingMix(0.06, 0.26, 0.64, 0.40, 0.15, 0.40);

    public PretrainingMix {
        for (double share :
                List.of(neutralShare, factShare, readingShare, knownReadingShare, contextNoise, questionFirstShare)) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share " + share + " is outside [0, 1]");
            }
        }
        if (factShare + readingShare > 1 + SLACK) {
            throw new IllegalArgumentException("factShare " + factShare + " and readingShare " + readingShare
                    + " sum to more than 1: nothing is left for lists");
        }
    }

    /** The mix of the default study. */
    public static PretrainingMix standard() {
        return STANDARD;
    }

    /**
     * What was requested, or the mix of the default study.
     *
     * @throws IllegalArgumentException if shares are not in their range
     */
    public static PretrainingMix of(Optional<PretrainingMixRequest> request) {
        return request.map(mix -> new PretrainingMix(
                        mix.neutralShare(),
                        mix.factShare(),
                        mix.readingShare(),
                        mix.knownReadingShare(),
                        mix.contextNoise(),
                        mix.questionFirstShare()))
                .orElse(STANDARD);
    }

    /** The request of this mix; none for the default mix. */
    Optional<PretrainingMixRequest> request() {
        return isStandard()
                ? Optional.empty()
                : Optional.of(new PretrainingMixRequest(
                        neutralShare, factShare, readingShare, knownReadingShare, contextNoise, questionFirstShare));
    }

    boolean isStandard() {
        return equals(STANDARD);
    }
}
