package io.tiltmeter.languagemodel.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.languagemodel.ConformanceData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores of texts against those of SQuAD's scripts and lm-evaluation-harness; {@code scoring/*.json}. */
class ScoringConformanceTest {

    static Stream<Path> squad() {
        return ConformanceData.scoring("squad.json").stream();
    }

    static Stream<Path> gsm8k() {
        return ConformanceData.scoring("gsm8k.json").stream();
    }

    static Stream<Path> multipleChoice() {
        return ConformanceData.scoring("multiple_choice.json").stream();
    }

    @ParameterizedTest
    @MethodSource("squad")
    void squadAnswersAreScoredAsItsScriptsDo(Path file) {
        JsonNode json = ConformanceData.json(file);
        double exact = 0;
        double f1 = 0;
        double f1OfVersion2 = 0;
        List<JsonNode> cases = ConformanceData.cases(json.path("cases"), file);
        for (JsonNode golden : cases) {
            String prediction = golden.path("prediction").asText();
            List<String> golds = texts(golden.path("golds"));
            assertEquals(golden.path("normalized_prediction").asText(), SquadAnswer.normalize(prediction));
            assertEquals(
                    texts(golden.path("normalized_golds")),
                    golds.stream().map(SquadAnswer::normalize).toList());
            SquadScore score = SquadScore.of(prediction, golds);
            assertEquals(golden.path("exact_match").asInt(), score.exactMatch(), golden.toString());
            assertEquals(golden.path("f1_v1_1").asDouble(), score.f1OfVersion1(), 1e-9, golden.toString());
            assertEquals(golden.path("f1_v2_0").asDouble(), score.f1OfVersion2(), 1e-9, golden.toString());
            exact += score.exactMatch();
            f1 += score.f1OfVersion1();
            f1OfVersion2 += score.f1OfVersion2();
        }
        JsonNode mean = json.path("aggregate");
        assertEquals(mean.path("exact_match_percent").asDouble(), 100 * exact / cases.size(), 1e-9);
        assertEquals(mean.path("f1_v1_1_percent").asDouble(), 100 * f1 / cases.size(), 1e-7);
        assertEquals(mean.path("f1_v2_0_percent").asDouble(), 100 * f1OfVersion2 / cases.size(), 1e-7);
    }

    @ParameterizedTest
    @MethodSource("gsm8k")
    void gsm8kAnswersAreScoredAsTheHarnessDoes(Path file) {
        JsonNode json = ConformanceData.json(file);
        double strict = 0;
        double flexible = 0;
        List<JsonNode> cases = ConformanceData.cases(json.path("cases"), file);
        for (JsonNode golden : cases) {
            String prediction = golden.path("prediction").asText();
            String gold = golden.path("gold").asText();
            strict += assertNumber(golden.path("strict_match"), Gsm8kScore.strictMatch(prediction, gold), prediction);
            flexible += assertNumber(
                    golden.path("flexible_extract"), Gsm8kScore.flexibleExtract(prediction, gold), prediction);
        }
        JsonNode mean = json.path("aggregate");
        assertEquals(mean.path("strict_match").asDouble(), strict / cases.size(), 1e-9);
        assertEquals(mean.path("flexible_extract").asDouble(), flexible / cases.size(), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("multipleChoice")
    void choicesArePickedAsTheHarnessDoes(Path file) {
        JsonNode json = ConformanceData.json(file);
        for (JsonNode task : ConformanceData.choiceTasks(json, file)) {
            for (JsonNode item : ConformanceData.cases(task.path("items"), file)) {
                List<String> choices =
                        texts(task.path("choices").isArray() ? task.path("choices") : item.path("choices"));
                List<Double> logLikelihoods = new ArrayList<>();
                item.path("per_choice")
                        .forEach(choice -> logLikelihoods.add(
                                choice.path("loglikelihood_f64").asDouble()));
                for (int i = 0; i < choices.size(); i++) {
                    assertEquals(item.path("choice_chars").get(i).asInt(), ChoicePicks.characters(choices.get(i)));
                    assertEquals(item.path("choice_bytes").get(i).asInt(), ChoicePicks.bytes(choices.get(i)));
                }
                assertEquals(
                        new ChoicePicks(
                                item.path("pick_acc").asInt(),
                                item.path("pick_acc_norm").asInt(),
                                item.path("pick_acc_bytes").asInt()),
                        ChoicePicks.of(logLikelihoods, choices),
                        item.path("question").asText());
            }
        }
    }

    private static int assertNumber(JsonNode golden, Gsm8kScore score, String prediction) {
        assertEquals(golden.path("extracted").asText(), score.extracted(), prediction);
        assertEquals(golden.path("exact_match").asInt(), score.exactMatch(), prediction);
        return score.exactMatch();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
