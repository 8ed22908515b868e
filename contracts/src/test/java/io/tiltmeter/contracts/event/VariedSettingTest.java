package io.tiltmeter.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.contracts.event.VariedSetting.Pair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VariedSettingTest {
    @Test
    void inAGridEachValueIsBesideTheFirstInConditionsThatAreOtherwiseAlike() {
        List<VariedSetting> varied = VariedSetting.of(
                Map.of("mixture", "docs"),
                List.of(
                        condition("a", Map.of("learning_rate", 1e-3, "lora_r", 8)),
                        condition("b", Map.of("learning_rate", 1e-3, "lora_r", 16)),
                        condition("c", Map.of("learning_rate", 1e-4, "lora_r", 8)),
                        condition("d", Map.of("learning_rate", 1e-4, "lora_r", 16))));
        assertEquals(2, varied.size());
        assertEquals(
                List.of(new Pair("a", "c"), new Pair("b", "d")),
                of("learning_rate", varied).pairs());
        assertEquals(
                List.of(new Pair("a", "b"), new Pair("c", "d")),
                of("lora_r", varied).pairs());
        assertEquals(Optional.of(1e-3), of("learning_rate", varied).referenceValue());
        assertEquals(Optional.of(1e-4), of("learning_rate", varied).value());
    }

    @Test
    void aSettingOfAllRunsThatOneConditionReplacesIsVaried() {
        List<VariedSetting> varied = VariedSetting.of(
                Map.of("mixture", "docs"),
                List.of(
                        condition("plain", Map.of()),
                        condition("other", Map.of("mixture", "texts")),
                        condition("longer", Map.of("max_steps", 9)),
                        condition("both", Map.of("mixture", "texts", "finetuning_type", "lora"))));
        assertEquals(List.of(new Pair("plain", "other")), of("mixture", varied).pairs());
        assertEquals(Optional.empty(), of("max_steps", varied).referenceValue());
        assertEquals(
                List.of(new Pair("other", "both")),
                of("finetuning_type", varied).pairs());
        assertEquals(3, varied.size(), varied::toString);
    }

    private static VariedSetting of(String setting, List<VariedSetting> varied) {
        return varied.stream()
                .filter(each -> each.setting().equals(setting))
                .findFirst()
                .orElseThrow();
    }

    private static Condition condition(String name, Map<String, Object> settings) {
        return new Condition(name, settings);
    }
}
