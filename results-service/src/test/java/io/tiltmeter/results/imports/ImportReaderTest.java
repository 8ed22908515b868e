package io.tiltmeter.results.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.imports.ImportReader.Form;
import io.tiltmeter.results.imports.ImportedFile.Curve;
import io.tiltmeter.results.imports.ImportedFile.Labels;
import io.tiltmeter.results.imports.ImportedPoint.Bounds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportReaderTest {
    private static final String CURVE = "step,counterfactual_accuracy,parametric_accuracy,items\n"
            + "0,0.48,0.05,400\n14,0.82,0.055,400\n250,0.27,0.55,400\n";

    private static ImportedFile csv(String text) {
        return ImportReader.read(text.getBytes(StandardCharsets.UTF_8), Form.CSV);
    }

    private static ImportedFile json(String text) {
        return ImportReader.read(text.getBytes(StandardCharsets.UTF_8), Form.JSON);
    }

    private static List<Fault> faults(String text, Form form) {
        return assertThrows(InvalidRequest.class, () -> ImportReader.read(text.getBytes(StandardCharsets.UTF_8), form))
                .faults();
    }

    @Test
    void aCurveIsReadInWhateverFormASpreadsheetWritesIt() {
        Curve plain = (Curve) csv(CURVE);
        assertEquals(
                List.of(0, 14, 250),
                plain.points().stream().map(ImportedPoint::step).toList());
        assertEquals(OptionalInt.of(400), plain.points().get(1).items());
        assertEquals(Optional.of(0.055), plain.points().get(1).parametric());
        assertEquals(plain, csv("\uFEFF" + CURVE.replace("\n", "\r\n") + "\r\n\r\n"));
        assertEquals(plain, csv(CURVE.replace(",", ";").replace(".", ",")));
        assertEquals(plain, csv(CURVE.replace(",", "\t")));
        assertEquals(plain, csv(CURVE.replace("14,0.82", "\"14\", \"0.82\"").replace("step", " Step ")));
        assertEquals(plain, csv(CURVE.strip().replace("14,", "14.0,").replace("400", "4e2")));
        String[] lines = CURVE.split("\n");
        assertEquals(plain, csv(String.join("\n", lines[0], lines[3], lines[1], lines[2])));
    }

    @Test
    void theSameCurveAsJsonIsTheSame() {
        String rows = "{\"step\": 0, \"counterfactual_accuracy\": 0.48, \"parametric_accuracy\": 0.05, \"items\": 400},"
                + "{\"step\": 14, \"counterfactual_accuracy\": 0.82, \"parametric_accuracy\": 0.055, \"items\": 400},"
                + "{\"step\": \"250\", \"counterfactual_accuracy\": 0.27, \"parametric_accuracy\": 0.55, \"items\": 400}";
        assertEquals(csv(CURVE), json("[" + rows + "]"));
        assertEquals(csv(CURVE), json("{\"run_id\": \"r\", \"mixed\": [{}], \"points\": [" + rows + "]}"));
    }

    @Test
    void furtherColumnsAreBenchmarksLossEpochsAndBoundsAndOthersAreNamed() {
        Curve curve = (Curve) csv("step,counterfactual_accuracy,counterfactual_low,counterfactual_high,standard:MMLU,"
                + "standard_gsm8k,standard_mean,training_loss,epoch,wall clock\n"
                + "0,0.5,0.4,0.6,0.25,,0.3,,0,12\n"
                + "8,0.75,,,0.3,0.1,0.2,1.25,0.5,13\n");
        ImportedPoint first = curve.points().get(0);
        assertEquals(Map.of("MMLU", 0.25), first.standard());
        assertEquals(Optional.of(new Bounds(0.4, 0.6)), first.counterfactualInterval());
        assertEquals(Optional.empty(), first.trainingLossNats());
        assertEquals(Map.of("MMLU", 0.3, "gsm8k", 0.1), curve.points().get(1).standard());
        assertEquals(Optional.of(1.25), curve.points().get(1).trainingLossNats());
        assertEquals(Optional.of(0.5), curve.points().get(1).epochs());
        assertEquals(Optional.empty(), curve.points().get(1).counterfactualInterval());
        assertEquals(List.of("standard:mean", "wall_clock"), curve.ignored());
        Curve mean = (Curve) csv("step,counterfactual_accuracy,standard_mean\n0,0.5,0.3\n");
        assertEquals(Map.of("mean", 0.3), mean.points().get(0).standard());
        assertEquals(List.of(), mean.ignored());
    }

    @Test
    void labelsAreWordsOrLettersOrTwoFlags() {
        Labels words = (Labels) csv("step,item,label,cluster\n0,\"a, \"\"1\"\"\",context,q\n0,b,Memory,q\n"
                + "8,\"a, \"\"1\"\"\",both,q\n8,b,neither,\n".replace("neither,\n", "neither,q\n"));
        assertEquals(
                Map.of("a, \"1\"", ImportedLabel.CONTEXT, "b", ImportedLabel.MEMORY),
                words.byStep().get(0));
        assertEquals(
                Map.of("a, \"1\"", ImportedLabel.BOTH, "b", ImportedLabel.NEITHER),
                words.byStep().get(8));
        assertEquals("q", words.cluster("b"));
        assertEquals(
                words,
                json("[{\"step\": 0, \"item_id\": \"a, \\\"1\\\"\", \"label\": \"c\", \"cluster\": \"q\"},"
                        + "{\"step\": 0, \"item_id\": \"b\", \"label\": \"m\", \"cluster\": \"q\"},"
                        + "{\"step\": 8, \"item_id\": \"a, \\\"1\\\"\", \"label\": \"b\", \"cluster\": \"q\"},"
                        + "{\"step\": 8, \"item_id\": \"b\", \"label\": \"n\", \"cluster\": \"q\"}]"));
        Labels flags = (Labels) csv("step,item,context_answer_found,memory_answer_found\n0,a,true,0\n0,b,1,True\n");
        assertEquals(
                Map.of("a", ImportedLabel.CONTEXT, "b", ImportedLabel.BOTH),
                flags.byStep().get(0));
        assertEquals("a", flags.cluster("a"));
    }

    @Test
    void theNormalisedFormReadsBackToAnEqualFile() throws IOException {
        for (String text : List.of(
                CURVE,
                "step,counterfactual_accuracy,counterfactual_low,counterfactual_high,standard:a b,epochs\n"
                        + "1,0.1,0.05,0.30000000000000004,1e-7,0.1\n7,1,,,,\n",
                "step,item,label,cluster\n0,\" a;b \",c,x\n3,\"say \"\"no\"\"\",n,\n")) {
            ImportedFile file = csv(text);
            ImportedFile again = csv(normalised(file));
            assertEquals(normalised(file), normalised(again));
            assertEquals(file, again);
        }
    }

    private static String normalised(ImportedFile file) throws IOException {
        StringBuilder text = new StringBuilder();
        file.writeNormalised(text);
        return text.toString();
    }

    @Test
    void everyFaultIsNamedAtOnceWithItsLineAndColumn() {
        List<Fault> faults = faults(
                "step,counterfactual_accuracy,items\n-1,0.5,1\n2,75,0\n3,x,2.5\n3,0.5,\n3,0.25,\n,nan,7\n4,0.5\n",
                Form.CSV);
        assertEquals(
                List.of(
                        "line 2, column 1 (step)",
                        "line 3, column 2 (counterfactual_accuracy)",
                        "line 3, column 3 (items)",
                        "line 4, column 2 (counterfactual_accuracy)",
                        "line 4, column 3 (items)",
                        "line 6 (step)",
                        "line 7 (step)",
                        "line 8"),
                faults.stream().map(Fault::field).toList());
        assertTrue(faults.get(1).remedy().contains("0.75"), faults.get(1).toString());
    }

    @Test
    void labelsAreHeldToOneClusterAndOneRowAnItemAndStep() {
        List<String> places =
                faults("step,item,label,cluster\n0,a,c,q\n0,a,c,q\n1,a,c,r\n1,,c,r\n1,b,maybe,r\n", Form.CSV).stream()
                        .map(Fault::field)
                        .toList();
        assertEquals(List.of("line 3 (item)", "line 4 (cluster)", "line 5 (item)", "line 6, column 3 (label)"), places);
    }

    @Test
    void aMultilineCellKeepsTheLinesOfTheFile() {
        List<Fault> faults = faults("step,item,label\n0,\"a\nb\",c\n0,d,wrong\n", Form.CSV);
        assertEquals(
                List.of("line 2, column 2 (item)", "line 4, column 3 (label)"),
                faults.stream().map(Fault::field).toList());
    }

    @Test
    void aFileThatIsNotATableIsRefusedWithTheAcceptedForms() {
        assertEquals("body", faults("", Form.CSV).get(0).field());
        assertTrue(faults("a,b\n1,2\n", Form.CSV).get(0).remedy().contains("step,counterfactual_accuracy"));
        assertTrue(faults("step,item,label\n0,\"a,c\n", Form.CSV).get(0).limit().startsWith("is not CSV"));
        assertTrue(faults("step,step,counterfactual_accuracy\n0,0,0.5\n", Form.CSV)
                .get(0)
                .limit()
                .contains("second column"));
        assertTrue(faults("[{\"step\": 0,", Form.JSON).get(0).limit().startsWith("is not JSON"));
        assertEquals("body", faults("{\"a\": [1]}", Form.JSON).get(0).field());
        assertEquals(
                "line 1, column 2",
                faults("[1, {\"step\": 1}]", Form.JSON).get(0).field());
        byte[] latin = "step,item,label\n0,\u00e9,c\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(InvalidRequest.class, () -> ImportReader.read(latin, Form.CSV));
    }

    @Test
    void aFileOfTooManyRowsOrFaultsIsNotReadToItsEnd() {
        String rows = IntStream.rangeClosed(0, ImportReader.MAX_ROWS)
                .mapToObj(item -> "0,i" + item + ",c")
                .collect(Collectors.joining("\n", "step,item,label\n", "\n"));
        assertTrue(faults(rows, Form.CSV).get(0).limit().startsWith("is after row"));
        List<Fault> faults = faults(rows.replace(",c", ",x"), Form.CSV);
        assertEquals(FaultList.MAX_FAULTS + 1, faults.size());
        assertTrue(faults.get(FaultList.MAX_FAULTS).limit().contains("further faults"));
    }

    @Test
    void wilsonsIntervalIsThatOfTheLiterature() {
        ImportedPoint point = ((Curve) csv("step,counterfactual_accuracy,items\n0,0.3,10\n8,0,20\n"))
                .points()
                .get(0);
        Bounds bounds = point.counterfactualInterval().orElseThrow();
        assertEquals(0.107791, bounds.low(), 1e-6);
        assertEquals(0.603222, bounds.high(), 1e-6);
    }

    @Test
    void anObjectMaySayBesideItsRowsThatAllCheckpointsAnsweredTheSameItems() {
        String rows = "\"points\": [{\"step\": 0, \"counterfactual_accuracy\": 0.5}]";
        for (String json : List.of("{\"same_items\": true, " + rows + "}", "{" + rows + ", \"same_items\": true}")) {
            assertEquals(Optional.of(true), ((Curve) json(json)).sameItems(), json);
        }
        assertEquals(Optional.of(false), ((Curve) json("{" + rows + ", \"same_items\": false}")).sameItems());
        assertEquals(Optional.empty(), ((Curve) json("{" + rows + "}")).sameItems());
        assertEquals(Optional.empty(), ((Curve) csv(CURVE)).sameItems());
        InvalidRequest wrong =
                assertThrows(InvalidRequest.class, () -> json("{\"same_items\": \"yes\", " + rows + "}"));
        assertTrue(wrong.getMessage().contains("yes"), wrong.getMessage());
        assertThrows(
                InvalidRequest.class,
                () -> json("{\"same_items\": true, \"labels\": [{\"step\": 0, \"item\": \"a\", \"label\": \"c\"}]}"));
    }
}
