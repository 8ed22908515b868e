package io.tiltmeter.evaluator.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.evaluator.benchmark.HarnessHash.PythonJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expected: Python 3.11's {@code json.dumps(doc, indent=2, ensure_ascii=False)} and {@code hashlib.sha256}. */
class HarnessHashTest {

    @Test
    void textsAreHashedAsUtf8() {
        assertEquals("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", HarnessHash.of("1"));
    }

    @Test
    void controlAndOtherCharactersAreWrittenAsPythonDoes() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("question", "How many \"eggs\"?\n\tCaf\u00e9 \u00bd \u2028 \u007f \u0001 /");
        document.put("answer", "2 * 600 = <<2*600=1200>>1200\n#### 1,200");
        assertEquals(
                "7c734af9629d0ee897082e460f43203a66e6a26602556436d76e5dd99695a9a7", HarnessHash.ofDocument(document));
    }

    @Test
    void listsMapsAndNumbersAreIndentedAsPythonDoes() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("question", "What is 2 + 2?");
        document.put("subject", "sums");
        document.put("choices", List.of("3", "4", "5", "6"));
        document.put("answer", 1);
        assertEquals(
                "2a1b341dccbf7c323068c0a42162ff8078e042ac739e91a2c608449ce3ea1a4f", HarnessHash.ofDocument(document));
        document.clear();
        document.put("a", List.of());
        document.put("b", Map.of());
        document.put("d", true);
        assertEquals("{\n  \"a\": [],\n  \"b\": {},\n  \"d\": true\n}", PythonJson.indented(document));
    }
}
