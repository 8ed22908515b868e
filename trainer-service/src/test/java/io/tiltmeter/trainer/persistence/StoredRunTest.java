package io.tiltmeter.trainer.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.trainer.finetuning.Requests;
import io.tiltmeter.trainer.finetuning.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of runs, those of earlier versions among them. */
class StoredRunTest {
    /** Requests, and the configs that were stored for them before requests had cases; newer settings are not in them. */
    static Stream<JsonNode> stored() throws IOException {
        try (InputStream in = StoredRunTest.class.getResourceAsStream("/effective-configs.json")) {
            return Json.mapper().readTree(in).valueStream();
        }
    }

    @ParameterizedTest
    @MethodSource("stored")
    void aRequestIsStoredWithEveryDefaultAndWithoutWhatAnotherSettingReplaces(JsonNode stored) throws Exception {
        RunRequest request = Requests.read(stored.path("request").toString());
        ObjectNode config = (ObjectNode) Json.mapper().readTree(Json.write(request));
        List<String> replaceable =
                List.of("min_lr_rate", "warmup_ratio", "num_train_epochs", "early_stopping", "lora_r");
        JsonNode expected = stored.path("effective_config");
        config.fieldNames()
                .forEachRemaining(field -> assertTrue(
                        expected.has(field) || !replaceable.contains(field),
                        field + " is stored though it does not apply"));
        Set<String> newer = new HashSet<>();
        config.fieldNames().forEachRemaining(newer::add);
        expected.fieldNames().forEachRemaining(newer::remove);
        assertEquals(expected, config.remove(newer));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void aStoredConfigMeansTheSameRunAndIsShownAsItIs(JsonNode stored) {
        StoredRun run = run(stored.path("effective_config"));
        assertEquals(Requests.read(stored.path("request").toString()), run.request());
        assertEquals(
                stored.path("effective_config"),
                Json.mapper().valueToTree(run.toEvent().effectiveConfig()));
    }

    @Test
    void aConfigOfAnEarlierVersionHasTheDefaultsOfNewerSettings() throws IOException {
        ObjectNode config = (ObjectNode) stored().findFirst().orElseThrow().path("effective_config");
        RunRequest whole = run(config).request();
        config.remove(List.of("packing", "gradient_checkpointing", "bf16", "evaluation", "finetuning_type"));
        StoredRun earlier = run(config);
        assertEquals(whole, earlier.request());
        assertFalse(earlier.toEvent().effectiveConfig().containsKey("packing"));
    }

    private static StoredRun run(JsonNode effectiveConfig) {
        Instant now = Instant.EPOCH;
        return new StoredRun(
                "run",
                effectiveConfig.toString(),
                new RunState.Queued(0),
                1,
                Optional.empty(),
                new RunProgress(Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                now,
                now);
    }
}
