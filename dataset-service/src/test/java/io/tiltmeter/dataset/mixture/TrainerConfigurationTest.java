package io.tiltmeter.dataset.mixture;

import static io.tiltmeter.dataset.mixture.ExportFormatTest.DOCUMENT;
import static io.tiltmeter.dataset.mixture.ExportFormatTest.LEARNT_TURNS;
import static io.tiltmeter.dataset.mixture.ExportFormatTest.MASKED_TURNS;
import static io.tiltmeter.dataset.mixture.ExportFormatTest.PLAIN;
import static io.tiltmeter.dataset.mixture.ExportFormatTest.mixture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.example.TrainingExample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which format a trainer gets, with which options. */
class TrainerConfigurationTest {
    private static String configuration(Trainer trainer, TrainingExample... examples) {
        ExampleProperties mixture = mixture(examples);
        ExportFormat format = trainer.format(mixture).orElseThrow();
        return new TrainerConfiguration("mine", format, mixture, Optional.empty()).of(trainer);
    }

    private static void assertLine(String configuration, String line) {
        assertTrue(configuration.lines().anyMatch(each -> each.strip().equals(line)), configuration);
    }

    @Test
    void trlTakesLossOnTheCompletionWhereOnlyLastAnswersAreLearnt() {
        String yaml = configuration(Trainer.TRL, PLAIN, MASKED_TURNS);
        assertLine(yaml, "data_files: mine-prompt-completion.jsonl");
        assertLine(yaml, "completion_only_loss: true");
        assertFalse(yaml.contains("assistant_only_loss"), yaml);
    }

    @Test
    void trlTakesLossOnAnswersOfConversations() {
        String yaml = configuration(Trainer.TRL, PLAIN, LEARNT_TURNS);
        assertLine(yaml, "data_files: mine-messages.jsonl");
        assertTrue(yaml.contains("assistant_only_loss: true"), yaml);
        assertFalse(yaml.contains("completion_only_loss"), yaml);
    }

    @Test
    void axolotlReadsTheMasksOfMixturesThatHaveSome() {
        assertLine(configuration(Trainer.AXOLOTL, LEARNT_TURNS, MASKED_TURNS), "message_field_training: train");
        String unmasked = configuration(Trainer.AXOLOTL, LEARNT_TURNS);
        assertFalse(unmasked.contains("message_field_training"), unmasked);
        assertLine(unmasked, "type: chat_template");
        assertLine(unmasked, "ds_type: json");
    }

    @Test
    void axolotlReadsAlpacaIfItIsAskedFor() {
        String yaml = new TrainerConfiguration("mine", ExportFormat.ALPACA, mixture(PLAIN), Optional.of(512))
                .of(Trainer.AXOLOTL);
        assertLine(yaml, "- path: mine-alpaca.jsonl");
        assertLine(yaml, "type: alpaca");
        assertLine(yaml, "sequence_len: 512  # the mixture's max_length");
    }

    @Test
    void llamaFactoryIsToldTheNamesOfRoles() throws Exception {
        JsonNode entry = new ObjectMapper()
                .readTree(configuration(Trainer.LLAMA_FACTORY, PLAIN))
                .path("mine");
        assertEquals("mine-messages.jsonl", entry.path("file_name").asText());
        assertEquals("sharegpt", entry.path("formatting").asText());
        assertEquals("role", entry.path("tags").path("role_tag").asText());
    }

    @Test
    void llamaFactoryIsToldTheColumnsOfAlpacaAndOfDocuments() throws Exception {
        TrainerConfiguration alpaca =
                new TrainerConfiguration("mine", ExportFormat.ALPACA, mixture(PLAIN), Optional.empty());
        JsonNode columns = new ObjectMapper()
                .readTree(alpaca.of(Trainer.LLAMA_FACTORY))
                .path("mine")
                .path("columns");
        assertEquals("input", columns.path("query").asText());
        JsonNode documents = new ObjectMapper()
                .readTree(configuration(Trainer.LLAMA_FACTORY, DOCUMENT))
                .path("mine");
        assertEquals("mine-text.jsonl", documents.path("file_name").asText());
        assertEquals("text", documents.path("columns").path("prompt").asText());
    }

    @ParameterizedTest
    @EnumSource(Trainer.class)
    void everyTrainerReadsDocumentsAsTexts(Trainer trainer) {
        assertEquals(Optional.of(ExportFormat.TEXT), trainer.format(mixture(DOCUMENT)));
    }

    @Test
    void aMaskThatATrainerWouldLearnIsRefused() {
        ExampleProperties both = mixture(LEARNT_TURNS, MASKED_TURNS);
        for (Trainer trainer : List.of(Trainer.TRL, Trainer.LLAMA_FACTORY)) {
            assertEquals(Optional.empty(), trainer.format(both));
            Fault fault = trainer.faults(both).get(0);
            assertEquals(
                    "learns every answer of messages, and 1 of 2 examples have an answer that is masked, the first is"
                            + " number 2",
                    fault.limit());
            assertEquals("send trainer=axolotl", fault.remedy());
        }
        assertEquals(
                "send format=prompt-completion",
                Trainer.TRL
                        .faults(ExportFormat.MESSAGES, mixture(MASKED_TURNS))
                        .get(0)
                        .remedy());
    }

    @Test
    void aFormatThatATrainerDoesNotReadIsRefused() {
        Fault fault = Trainer.TRL.faults(ExportFormat.ALPACA, mixture(PLAIN)).get(0);
        assertEquals("is not read by trl", fault.limit());
        assertTrue(fault.remedy().contains("prompt-completion, messages, text"), fault.remedy());
    }
}
