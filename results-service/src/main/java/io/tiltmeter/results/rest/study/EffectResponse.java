package io.tiltmeter.results.rest.study;

import io.tiltmeter.contracts.event.ComparedSetting;
import io.tiltmeter.contracts.event.VariedSetting;
import io.tiltmeter.results.application.study.StudyMatrix.EffectFinding;
import io.tiltmeter.results.application.study.StudyMatrix.TestedDifference;
import io.tiltmeter.results.replicate.ComparedQuantity;
import io.tiltmeter.results.rest.study.StudyResponse.Difference;
import java.util.List;
import java.util.Optional;

/**
 * What a value of a setting does, beside the value that the first condition has. Of each seed and question it is the mean over all
 * pairs of conditions that differ in this setting alone.
 *
 * @param setting its request name
 * @param value absent if the conditions leave the setting out
 * @param referenceValue that of the first condition; likewise
 * @param pairs conditions that were compared
 * @param drop difference of the drop from that under the reference value
 * @param atEnd likewise of the accuracy over the last window
 * @param atEqualStandardMean likewise of the accuracy where both runs of a pair have the same standard mean; over several
 *     pairs only if the study is about that
 */
public record EffectResponse(
        String setting,
        Optional<Object> value,
        Optional<Object> referenceValue,
        List<ComparedConditions> pairs,
        Optional<Difference> drop,
        Optional<Difference> atEnd,
        Optional<Difference> atEqualStandardMean) {
    private static final String FAMILY = "effects";

    /** Two conditions that differ in the setting alone. */
    public record ComparedConditions(String reference, String condition) {}

    static EffectResponse of(EffectFinding found) {
        VariedSetting setting = found.setting();
        return new EffectResponse(
                setting.setting(),
                setting.value(),
                setting.referenceValue(),
                setting.pairs().stream()
                        .map(pair -> new ComparedConditions(pair.reference(), pair.condition()))
                        .toList(),
                difference(ComparedQuantity.DROP, setting, found.drop()),
                difference(ComparedQuantity.ACCURACY_AT_THE_END, setting, found.end()),
                difference(ComparedQuantity.ACCURACY_AT_EQUAL_STANDARD_MEAN, setting, found.matched()));
    }

    private static Optional<Difference> difference(
            ComparedQuantity quantity, VariedSetting setting, Optional<TestedDifference> found) {
        return found.map(each -> Difference.of(
                quantity, words(setting, setting.referenceValue()), words(setting, setting.value()), each, FAMILY));
    }

    private static String words(VariedSetting setting, Optional<Object> value) {
        return setting.setting() + " " + value.map(StudyReportWriter::text).orElse("left out");
    }

    /** The effect on the quantity that a study is about. */
    Optional<Difference> at(ComparedSetting.Quantity quantity) {
        return switch (quantity) {
            case DROP -> drop;
            case END -> atEnd;
            case EQUAL_STANDARD_MEAN -> atEqualStandardMean;
        };
    }
}
