package io.tiltmeter.results.messaging;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Topics that only one test class reads: those of the shared broker have the events of other classes, which a service with a
 * new database reads from their beginning.
 */
public final class OwnTopics {
    private static final List<EventType<?>> CONSUMED = List.of(
            EventTypes.RUN_UPDATED,
            EventTypes.CHECKPOINT_READY,
            EventTypes.SUITE_EVALUATED,
            EventTypes.PROBE_MEASURED,
            EventTypes.EVALUATION_FAILED,
            EventTypes.MIXTURE_READY,
            EventTypes.RUN_IMPORTED,
            EventTypes.RUN_ANNOTATED,
            EventTypes.STUDY_UPDATED);

    private OwnTopics() {}

    /** @param prefix of their names */
    public static Map<String, String> settings(String prefix) {
        return CONSUMED.stream()
                .collect(Collectors.toMap(
                        type -> "mp.messaging.incoming." + type.topic() + ".topic", type -> prefix + type.topic()));
    }
}
