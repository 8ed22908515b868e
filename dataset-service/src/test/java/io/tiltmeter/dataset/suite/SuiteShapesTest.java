package io.tiltmeter.dataset.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.dataset.file.FileFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every published format becomes the same kind of item. */
class SuiteShapesTest {
    @TempDir
    Path folder;

    private SuiteFixture files;

    @BeforeEach
    void openFolder() {
        files = new SuiteFixture(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "context_answer, memory_answer",
        "answer, memory_answer",
        "answer, parametric_answer",
        "contextual_answer, parametric_answer",
        "cf_answer, orig_answer"
    })
    void conflictShapeIsKnownByItsAnswers(String context, String memory) throws IOException {
        ImportedSuite suite = files.read("[{\"context\": \"Varn is in Osk.\", \"question\": \"Where is Varn?\", \""
                + context + "\": \"Osk\", \"" + memory + "\": \"Tel\", \"source\": \"x\"}]");
        assertEquals(context + "/" + memory, suite.shape());
        assertEquals(FileFormat.JSON_ARRAY, suite.format());
        assertEquals(SuiteKind.KNOWLEDGE_CONFLICT, suite.kind());
        assertEquals(List.of("source"), suite.ignoredColumns());
        SuiteItem item = suite.items().get(0);
        assertEquals("Osk", item.contextAnswer());
        assertEquals("Tel", item.memoryAnswer());
        assertEquals("Varn is in Osk.", item.context());
    }

    @Test
    void aliasesComeFromTheirColumnsAndFromListsOfAnswers() throws IOException {
        SuiteItem item = only(
                "{\"context\": \"c\", \"question\": \"q\", \"cf_answer\": [\"Osk\", \"Oskar\"],"
                        + " \"orig_answer\": \"Tel\", \"orig_aliases\": [\"Tell\", \"Tel\"], \"cf_answer_aliases\": \"['Oz']\"}");
        assertEquals(List.of("Oskar", "Oz"), item.contextAliases());
        assertEquals(List.of("Tell"), item.memoryAliases());
    }

    @Test
    void rowsOfOneQuestionAreACluster() throws IOException {
        List<SuiteItem> items = files.read(SuiteFixture.row("Where is Varn?") + "\n"
                        + SuiteFixture.row("where is  VARN") + "\n" + SuiteFixture.row("Who is Varn?"))
                .items();
        assertEquals(items.get(0).clusterId(), items.get(1).clusterId());
        assertNotEquals(items.get(0).clusterId(), items.get(2).clusterId());
    }

    @Test
    void memoTrapInCsvReadsThePythonList() throws IOException {
        ImportedSuite suite = files.read(
                "prompt,classes,answer_index\n"
                        + "\"Write a quote that ends in the word \"\"glass\"\": Better late than\",\"[' never.', ' glass.']\",1\n"
                        + "\"Write a quote that ends in the word \"\"tin\"\": Better late than\",\"[\"\" tin.\"\", ' never.']\",0\n");
        assertEquals("memo_trap", suite.shape());
        assertEquals(FileFormat.CSV, suite.format());
        SuiteItem first = suite.items().get(0);
        assertEquals("glass", first.contextAnswer());
        assertEquals("never", first.memoryAnswer());
        assertEquals("", first.context());
        assertEquals("tin", suite.items().get(1).contextAnswer());
        assertEquals(first.clusterId(), suite.items().get(1).clusterId(), "one proverb");
    }

    @Test
    void memoTrapInJsonHasAListAndANumber() throws IOException {
        SuiteItem item = only("{\"prompt\": \"Write a quote that ends in \\\"tin\\\": Time is\", \"classes\":"
                + " [\" tin.\", \" money.\"], \"answer_index\": 0}");
        assertEquals("tin", item.contextAnswer());
        assertEquals("money", item.memoryAnswer());
    }

    @Test
    void mmluIsReadFromItsHeaderlessCsvAndFromItsChoices() throws IOException {
        ImportedSuite csv = files.read("What is 2 + 2?,3,4,5,6,B\n\"One, two and?\",three,four,five,six,A\n");
        assertEquals("mmlu", csv.shape());
        assertEquals(
                Optional.of(new Choices(List.of("3", "4", "5", "6"), 1)),
                csv.items().get(0).choices());
        assertEquals("three", csv.items().get(1).memoryAnswer());
        SuiteItem item = only("{\"question\": \"What is 2 + 2?\", \"subject\": \"sums\", \"choices\":"
                + " [\"3\", \"4\", \"5\", \"6\"], \"answer\": 1}");
        assertEquals("4", item.memoryAnswer());
        assertEquals(List.of("subject:sums"), item.tags());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "question,A,B,C,D,answer",
                "question,choice0,choice1,choice2,choice3,answer",
                "question,choice_a,choice_b,choice_c,choice_d,answer"
            })
    void mmluMayHaveAHeader(String header) throws IOException {
        ImportedSuite suite = files.read(header + "\nWhat is 2 + 2?,3,4,5,6,B\nWhat is 1 + 2?,3,4,5,6,0\n");
        assertEquals("mmlu", suite.shape());
        assertEquals(
                List.of("4", "3"),
                suite.items().stream().map(SuiteItem::memoryAnswer).toList());
        assertEquals(List.of(), suite.ignoredColumns());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'id':'a','question':{'stem':'Which melts?','choices':[{'text':'ice','label':'A'},{'text':'sand','label':'B'}]},'answerKey':'A'}",
                "{'id':'a','question':'Which melts?','choices':{'text':['ice','sand'],'label':['1','2']},'answerKey':'1'}",
                "{'id':'a','question':'Which melts? (A) ice (B) sand','AnswerKey':'A'}"
            })
    void arcIsReadInEachOfItsForms(String row) throws IOException {
        SuiteItem item = only(row.replace('\'', '"'));
        assertEquals("Which melts?", item.question());
        assertEquals(Optional.of(new Choices(List.of("ice", "sand"), 0)), item.choices());
        assertEquals("ice", item.memoryAnswer());
        assertEquals("a", item.id());
    }

    @Test
    void arcKeepsLabelsThatAreNotLetters() throws IOException {
        SuiteItem item = only("{\"id\":\"a\",\"question\":\"Which melts?\",\"choices\":{\"text\":[\"ice\",\"sand\"],"
                + "\"label\":[\"1\",\"2\"]},\"answerKey\":\"1\"}");
        assertEquals(List.of("labels:1,2"), item.tags());
        SuiteItem lettered = only("{\"id\":\"a\",\"question\":\"Which melts? (A) ice (B) sand\",\"AnswerKey\":\"A\"}");
        assertEquals(List.of(), lettered.tags());
    }

    @Test
    void gsm8kKeepsTheFinalNumberAndTheSolution() throws IOException {
        SuiteItem item =
                only("{\"question\": \"How much?\", \"answer\": \"2 * 600 = <<2*600=1200>>1200\\n#### 1,200\"}");
        assertEquals("1,200", item.memoryAnswer());
        assertEquals(List.of("1200"), item.memoryAliases());
        assertEquals(Optional.of("2 * 600 = <<2*600=1200>>1200\n#### 1,200"), item.solution());
        assertEquals(
                item.solution(),
                item.withTexts("", "How many?", "", "1,200")
                        .withAliases(List.of(), List.of())
                        .solution(),
                "a corrected item keeps it");
    }

    @Test
    void squadArticlesAndFlatRowsGiveTheSameBytes() throws IOException {
        ImportedSuite articles = files.read("{\"version\": \"v2.0\", \"data\": [{\"title\": \"Varn\", \"paragraphs\":"
                + " [{\"context\": \"Varn is in Osk.\", \"qas\": [{\"id\": \"1\", \"question\": \"Where is Varn?\","
                + " \"is_impossible\": false, \"answers\": [{\"text\": \"Osk\", \"answer_start\": 11},"
                + " {\"text\": \"in Osk\", \"answer_start\": 8}]}, {\"id\": \"2\", \"question\": \"Who built it?\","
                + " \"is_impossible\": true, \"answers\": []}]}]}]}");
        ImportedSuite flat =
                files.read("{\"id\": \"1\", \"title\": \"Varn\", \"context\": \"Varn is in Osk.\", \"question\":"
                        + " \"Where is Varn?\", \"answers\": {\"text\": [\"Osk\", \"in Osk\"], \"answer_start\": [11, 8]}}\n"
                        + "{\"id\": \"2\", \"title\": \"Varn\", \"context\": \"Varn is in Osk.\", \"question\": \"Who built it?\","
                        + " \"answers\": {\"text\": [], \"answer_start\": []}}\n");
        assertEquals(articles.version(), flat.version());
        assertEquals("squad", articles.shape());
        assertEquals(List.of("in Osk"), flat.items().get(0).contextAliases());
        assertTrue(flat.items().get(1).tags().contains(SuiteItem.UNANSWERABLE));
        assertEquals(flat.items().get(0).clusterId(), flat.items().get(1).clusterId(), "one paragraph");
    }

    @Test
    void aDocumentThatSaysToBeVersion1OfSquadIs() throws IOException {
        String article = "[{\"paragraphs\": [{\"context\": \"Varn is in Osk.\", \"qas\": [{\"id\": \"1\", \"question\":"
                + " \"Where is Varn?\", \"answers\": [{\"text\": \"Osk\"}]}]}]}]";
        assertEquals(
                "squad_v1",
                files.read("{\"version\": \"1.1\", \"data\": " + article + "}").shape());
        assertEquals(
                "squad_v1",
                files.read("{\"data\": " + article + ", \"version\": \"v1.1\"}").shape());
        assertEquals("squad", files.read("{\"data\": " + article + "}").shape());
        assertEquals(
                "squad",
                files.read("{\"data\": " + article + ", \"version\": \"v2.0\"}").shape());
        String none = article.replace("[{\"text\": \"Osk\"}]", "[]");
        assertEquals(
                "squad",
                files.read("{\"version\": \"1.1\", \"data\": " + none + "}").shape(),
                "it has none");
    }

    @ParameterizedTest
    @CsvSource({"B, A", "1, 0", "sand, ice", "b, 0"})
    void kreIsAKnowledgeConflictWithItsChoices(String negative, String answer) throws IOException {
        SuiteItem item = only("{\"question\": \"Which melts?\", \"choices\": [\"ice\", \"sand\"], \"answer\": \""
                + answer + "\", \"negative_context\": \"Sand melts.\", \"negative_answer\": \"" + negative + "\"}");
        assertEquals("Which melts?\nA. ice\nB. sand", item.question());
        assertEquals("Sand melts.", item.context());
        assertEquals("sand", item.contextAnswer());
        assertEquals(List.of("B"), item.contextAliases());
        assertEquals("ice", item.memoryAnswer());
        assertTrue(item.isConflict());
    }

    /** A row in the layout of the files that its authors released, the space in the name of a column included. */
    private static String released(String candidate, String choices) {
        return "{\"question\": \"Which melts?\", \"answer\": \"A\", \"negative_answer\": \"0\", \"candidate\": \""
                + candidate
                + "\", \" golden_context\": \"Ice melts.\", \"negative_context\": \"0 melts.\", \"choices\": " + choices
                + "}";
    }

    @Test
    void theReleasedKreNamesTheWrongChoiceByTextAndLetter() throws IOException {
        ImportedSuite suite = files.read("[" + released("C", "[\"ice\", \"1\", \"0\"]") + "]");
        assertEquals("kre", suite.shape());
        assertEquals("0", suite.items().get(0).contextAnswer());
        assertEquals(List.of("C"), suite.items().get(0).contextAliases());
        assertEquals("ice", suite.items().get(0).memoryAnswer());
        assertEquals(List.of(" golden_context"), suite.ignoredColumns());
        assertEquals(
                List.of("C"),
                only(released("C", "[\"ice\", \"0\", \"0\"]")).contextAliases(),
                "the letter decides between equal texts");
    }

    @Test
    void aKreRowWhoseLetterAndTextDifferIsRejected() {
        String refusal = files.refusal(released("B", "[\"ice\", \"1\", \"0\"]"));
        assertTrue(refusal.contains("negative_answer is the choice C, and candidate says B"), refusal);
        String same = files.refusal(released("B", "[\"0\", \"0\"]"));
        assertTrue(same.contains("answer and negative_answer are the same choice, A"), same);
    }

    @Test
    void conflictQaHasItsContextInTheCounterMemory() throws IOException {
        ImportedSuite suite =
                files.read("{\"question\": \"Where is Varn?\", \"popularity\": 7, \"ground_truth\": [\"Tel\"],"
                        + " \"memory_answer\": \"Tel\", \"parametric_memory\": \"It is in Tel.\", \"counter_answer\": \"Osk\","
                        + " \"counter_memory\": \"It is in Osk.\", \"parametric_memory_aligned_evidence\": \"e\","
                        + " \"counter_memory_aligned_evidence\": \"f\"}");
        SuiteItem item = suite.items().get(0);
        assertEquals("It is in Osk.", item.context());
        assertEquals("Osk", item.contextAnswer());
        assertEquals("Tel", item.memoryAnswer());
        assertEquals(
                List.of(
                        "popularity",
                        "ground_truth",
                        "parametric_memory",
                        "parametric_memory_aligned_evidence",
                        "counter_memory_aligned_evidence"),
                suite.ignoredColumns());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'question':'q','choices':['a','b','c','d'],'answer':'B','wrong_context':'c'} | wrong_context may hold a context or an answer",
                "{'question':'q','answer':'so #### 1','negative_answer':'2'} | negative_answer may hold",
                "{'question':'q','choices':['a','b'],'answer':'B'} | choices has 2 texts, and MMLU has four",
                "{'question':'q','choices':['a','b','c','d','e'],'answer':'B'} | choices has 5 texts",
            })
    void whatABenchmarkDoesNotHaveIsNotIgnored(String row, String reason) {
        String refusal = files.refusal(row.replace('\'', '"'));
        assertTrue(refusal.contains(reason), refusal);
    }

    private SuiteItem only(String text) throws IOException {
        ImportedSuite suite = files.read(text);
        assertEquals(List.of(), suite.rejected());
        assertEquals(1, suite.items().size());
        return suite.items().get(0);
    }
}
