package io.tiltmeter.results.theory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.function.Function;

/** A number of a run that an expectation is about. */
public enum TheoryMeasure {
    /** M_C before finetuning. */
    @JsonProperty("start_share")
    START_SHARE(result -> Optional.of(result.summary().startShare())),
    /** M_C after the last step. */
    @JsonProperty("end_share")
    END_SHARE(result -> Optional.of(result.summary().endShare())),
    /** How far M_C rises above its start. */
    @JsonProperty("rise")
    RISE(result -> Optional.of(result.summary().rise())),
    /** How far M_C ends below its peak. */
    @JsonProperty("drop")
    DROP(result -> Optional.of(result.summary().drop())),
    /** How far the attention to contexts rises above its start. */
    @JsonProperty("attention_rise")
    ATTENTION_RISE(result ->
            Optional.of(result.summary().peakAttention() - result.summary().startAttention())),
    /** How far the attention to contexts ends below its highest. */
    @JsonProperty("attention_drop")
    ATTENTION_DROP(result ->
            Optional.of(result.summary().peakAttention() - result.summary().endAttention())),
    /** m_C, at step 0. */
    @JsonProperty("m_c")
    M_C(result -> result.assumption().mC()),
    /** m_{C+S}, at step 0. */
    @JsonProperty("m_cs")
    M_CS(result -> result.assumption().mCs()),
    /** |m_C| - |m_{C+S}|, at step 0. */
    @JsonProperty("assumption_margin")
    ASSUMPTION_MARGIN(result ->
            result.assumption().mC().flatMap(mC -> result.assumption().mCs().map(mCs -> Math.abs(mC) - Math.abs(mCs)))),
    /** The first step at which the gradient of all examples lowers the attention to contexts. */
    @JsonProperty("hand_over_step")
    HAND_OVER_STEP(result -> result.summary().handOverStep().map(Integer::doubleValue)),
    /** How far the loss of held-out context-critical examples ends above its lowest, in nats. */
    @JsonProperty("held_out_loss_rise")
    HELD_OUT_LOSS_RISE(result -> result.summary()
            .endHeldOutLoss()
            .flatMap(end -> result.summary().lowestHeldOutLoss().map(lowest -> end - lowest)));

    private final Function<TheoryResult, Optional<Double>> value;

    TheoryMeasure(Function<TheoryResult, Optional<Double>> value) {
        this.value = value;
    }

    /** Empty if the run has no such number. */
    public Optional<Double> of(TheoryResult result) {
        return value.apply(result);
    }
}
