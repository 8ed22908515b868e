package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.failed;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static io.tiltmeter.dataset.rest.DatasetCalls.upload;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A released benchmark, first sent as a source, then with other names for its columns, and as a suite of the same name. */
@QuarkusTest
class ColumnMappingIT {
    private static final String GSM8K = "{\"question\": \"How much?\", \"answer\": \"It is 3.\\n#### 3\"}\n";

    @Test
    void aNameThatFailedAsASourceIsFreeForASuite() {
        upload("/api/v1/sources?name=grade-school", GSM8K).statusCode(202);
        failed("/api/v1/sources/grade-school.v1").body("reason", containsString("send columns="));
        upload("/api/v1/suites?name=grade-school", GSM8K)
                .statusCode(201)
                .body("suite_id", equalTo("grade-school.v2"))
                .body("suite.task", equalTo("gsm8k"));
        get("/api/v1/suites/grade-school").body("suite_id", equalTo("grade-school.v2"));
    }

    @Test
    void aMappingMakesAnotherVersionOfTheSameFile() {
        upload("/api/v1/sources?name=mapped&columns=output:answer", GSM8K).statusCode(202);
        failed("/api/v1/sources/mapped.v1");
        String mapping = "&columns=instruction:question,output:answer";
        upload("/api/v1/sources?name=mapped" + mapping, GSM8K).statusCode(202).body("source_id", equalTo("mapped.v2"));
        ready("/api/v1/sources/mapped.v2").body("row_count", equalTo(1)).body("format.shape", equalTo("alpaca"));
        upload("/api/v1/sources?name=mapped" + mapping, GSM8K).statusCode(200).body("source_id", equalTo("mapped.v2"));
    }

    @Test
    void unknownNamesAndColumnsAreFaults() {
        upload("/api/v1/sources?name=unknown&columns=frage:question,output:", GSM8K)
                .statusCode(400);
        upload("/api/v1/sources?name=unknown&columns=frage:question", GSM8K)
                .statusCode(400)
                .body("faults[0].field", equalTo("columns"))
                .body("faults[0].limit", containsString("is no name that columns are read as"));
        upload("/api/v1/suites?name=unknown&columns=frage:question", GSM8K)
                .statusCode(400)
                .body("faults[0].field", equalTo("columns"));
        upload("/api/v1/suites?name=unknown&columns=context:passage", GSM8K)
                .statusCode(400)
                .body("faults[0].limit", containsString("does not have: passage"));
    }
}
