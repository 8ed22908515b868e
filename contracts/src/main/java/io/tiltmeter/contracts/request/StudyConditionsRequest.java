package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Map;

/**
 * {@code POST /api/v1/studies/{id}/conditions}: a study gains conditions, each of which is trained with each of its seeds.
 *
 * @param conditions settings that belong together, each with its {@code name}; those that the study has change nothing
 */
public record StudyConditionsRequest(List<Map<String, Object>> conditions) {
    public StudyConditionsRequest {
        conditions = List.copyOf(conditions);
    }
}
