package io.tiltmeter.dataset.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.filter.FilterReport;
import io.tiltmeter.dataset.filter.Filtered;
import io.tiltmeter.dataset.source.ContextLocation;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceMixtureTest {
    private static final List<String> NAMES =
            List.of("Maria Lopez", "Julia Miller", "Anna Schmidt", "Helen Novak", "Laura Rossi");
    private static final MadeUpInputs BUILDERS = new MadeUpInputs(Map.of("m.v1", builders(), "n.v1", builders()));
    private static final MixtureRequest.Sources AUGMENTED = MadeMixture.request(
            3,
            "\"parts\":[{\"source\":\"m.v1\",\"count\":30},{\"source\":\"n.v1\"}],"
                    + "\"augmentation\":{\"ratio\":0.25,\"substitutes\":3}");

    @Test
    void rowsThatAreTooLongOrOfUnknownLengthAreRemoved() {
        MadeMixture made = made("\"max_length\":30,\"tokenizer\":\"run:base\",\"parts\":[{\"source\":\"a.v1\"}]");
        FilterReport report = made.report().parts().get(0).filters().get(0);
        assertEquals("max_length", report.filter());
        assertEquals(Map.of("max_length", "30", "tokenizer", "run:base", "template", "plain"), report.settings());
        assertEquals(260 / 13, report.removedUnmeasured());
        assertEquals(260 - 260 / 13, report.histogram().orElseThrow().count());
        assertEquals(made.examples().size(), report.kept());
        assertTrue(
                report.removedExamples().stream().anyMatch(row -> row.reason().contains("tokens, more than 30")));
    }

    @Test
    void everyFilterOfARequestIsMadeWithItsSettings() {
        MadeMixture made = made("""
                "parts":[{"source":"a.v1","filters":[{"filter":"language","languages":["en"],"min_confidence":0.01},
                 {"filter":"context_only"},{"filter":"length","part":"context","max_characters":900},
                 {"filter":"dedup","mode":"near","part":"answer"},{"filter":"dedup"},
                 {"filter":"regex","pattern":"zebra","part":"question","keep":"others"},
                 {"filter":"overlap","suite":"facts"},{"filter":"sample","share":0.9},{"filter":"sample","count":9},
                 {"filter":"context_critical","model":"run:base","share":0.0,"score":"loss_difference"}]}]""");
        assertEquals(
                List.of(
                        "language {languages=eng, min_confidence=0.01, part=all}",
                        "context_only {}",
                        "length {max_characters=900, min_characters=0, part=context}",
                        "dedup_near {part=answer, threshold=0.8}",
                        "dedup_exact {}",
                        "regex {keep=others, part=question, pattern=zebra}",
                        "overlap {names=2, suite=facts}",
                        "sample {seed=20, share=0.9}",
                        "sample {count=9, seed=21}",
                        "context_critical {model=run:base, score=loss_difference, share=0.0}"),
                made.report().parts().get(0).filters().stream()
                        .map(report -> report.filter() + " " + report.settings())
                        .toList());
    }

    @Test
    void filtersThatRemoveAllRowsAreReportedWithARowAndARemedy() {
        String message = refused("""
                "parts":[{"source":"a.v1","filters":[{"filter":"context_only"},
                 {"filter":"length","part":"answer","max_characters":0},{"filter":"dedup"}]}]""");
        assertTrue(message.startsWith("filter length {max_characters=0, "), message);
        assertTrue(message.contains("rows of a.v1, such as row"), message);
        assertTrue(message.endsWith("loosen it, or leave it out"), message);
        String empty = assertThrows(
                        IllegalArgumentException.class,
                        () -> MadeMixture.made(
                                MadeMixture.request(1, "\"parts\":[{\"source\":\"e.v1\"}]"),
                                new MadeUpInputs(Map.of("e.v1", List.of()))))
                .getMessage();
        assertEquals("source e.v1 has no rows: choose another", empty);
    }

    @Test
    void aRequestForTooManyRowsStatesHowManyThereAre() {
        assertEquals(
                "parts[0] wants 261 rows of a.v1, of which there are 260: send a count up to 260\n"
                        + "parts[1] wants 900 rows of b.v1, of which there are 90: send a count up to 90",
                refused("\"parts\":[{\"source\":\"a.v1\",\"count\":261},{\"source\":\"b.v1\",\"count\":900}]"));
        String parts = "\"parts\":[{\"source\":\"a.v1\",\"share\":0.5},{\"source\":\"b.v1\",\"share\":0.5}]";
        assertEquals(
                "parts[1] wants 100 rows of b.v1, of which there are 90: send an example_count up to 181",
                refused("\"example_count\":200," + parts));
        assertEquals(181, made("\"example_count\":181," + parts).examples().size());
        assertEquals(181, made(parts).examples().size(), "91 and 90 are halves as near as they can be");
    }

    @Test
    void aConversationKeepsItsTurnsAndSystemText() {
        SourceRow row = new SourceRow(
                4,
                "",
                "be brief",
                ContextLocation.WITHIN_TURNS,
                "",
                List.of(
                        new Turn(Role.USER, "who"),
                        new Turn(Role.ASSISTANT, "orla"),
                        new Turn(Role.USER, "where"),
                        new Turn(Role.ASSISTANT, "mirel")));
        TrainingExample example = MadeMixture.made(
                        MadeMixture.request(1, "\"parts\":[{\"source\":\"c.v2\"}]"),
                        new MadeUpInputs(Map.of("c.v2", List.of(row))))
                .examples()
                .get(0);
        assertEquals("c.v2-4", example.id());
        assertEquals("be brief", example.system());
        assertEquals(row.turns().subList(0, 2), example.earlierTurns());
        assertEquals("where", example.instruction());
        assertEquals("mirel", example.output());
    }

    @Test
    void aSinkThatThrowsEndsTheWriting() {
        List<TrainingExample> taken = new ArrayList<>();
        SourceMixture mixture = new SourceMixture(
                MadeMixture.request(1, "\"parts\":[{\"source\":\"a.v1\"}]"), MadeUpInputs.drawn(1, 260, 90));
        IOException thrown = assertThrows(
                IOException.class,
                () -> mixture.write(example -> {
                    taken.add(example);
                    if (taken.size() == 7) {
                        throw new IOException("no more");
                    }
                }));
        assertEquals("no more", thrown.getMessage());
        assertEquals(7, taken.size());
    }

    @Test
    void augmentedExamplesFollowTheOthersWithOriginAndSubstitution() {
        MadeMixture made = MadeMixture.made(AUGMENTED, BUILDERS);
        assertEquals(
                18,
                made.report().augmentation().orElseThrow().emitted(),
                "a quarter of 70, rounded: " + made.report().augmentation());
        assertEquals(70 + 18, made.examples().size());
        for (TrainingExample example : made.examples().subList(70, 88)) {
            String original =
                    example.origin().orElseThrow().substitution().orElseThrow().original();
            long row = example.origin().orElseThrow().row();
            assertTrue(example.id().matches("[mn]\\.v1-" + row + "-cf[123]"), example.id());
            assertEquals(NAMES.get((int) (row - 1) / 2 % NAMES.size()), original, "the row that it was made from");
            assertTrue(!example.input().contains(original) && !example.output().contains(original));
        }
    }

    @Test
    void anAugmentationChangesNoOtherExample() {
        MadeMixture without = MadeMixture.made(
                AUGMENTED.with(Optional.empty(), AUGMENTED.augmentation().map(augmentation -> augmentation.atRatio(0))),
                BUILDERS);
        assertEquals(MadeMixture.made(AUGMENTED, BUILDERS).examples().subList(0, 70), without.examples());
        assertEquals(Optional.empty(), without.report().augmentation());
    }

    private static List<SourceRow> builders() {
        List<SourceRow> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String name = NAMES.get(i % NAMES.size());
            rows.add(Filtered.row(
                    2 * i + 1,
                    "Who built the mill in year " + i + "?",
                    name + " built the mill near the river, and " + name + " was thanked for it.",
                    name));
        }
        return rows;
    }

    private static MadeMixture made(String rest) {
        return MadeMixture.made(MadeMixture.request(20, rest), MadeUpInputs.drawn(7, 260, 90));
    }

    private static String refused(String rest) {
        return assertThrows(IllegalArgumentException.class, () -> made(rest)).getMessage();
    }
}
