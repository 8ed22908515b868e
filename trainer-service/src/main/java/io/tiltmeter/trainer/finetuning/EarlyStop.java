package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.event.InversionWarned;
import java.util.Locale;

/** Why a run that asked to be stopped by the live warning ends before its last step. */
public final class EarlyStop {
    private EarlyStop() {}

    /** The change of the warning, with its accuracies in percent. */
    public static String reason(InversionWarned event) {
        return String.format(
                Locale.ROOT,
                "the live warning of suite %s became %s at step %d, where the mean counterfactual accuracy of %d"
                        + " checkpoints was %.1f %% after %.1f %% at step %d",
                event.suiteId(),
                event.state().name().toLowerCase(Locale.ROOT),
                event.step(),
                event.window(),
                100 * event.newestMean(),
                100 * event.bestMean(),
                event.bestStep());
    }
}
