package io.tiltmeter.results.rest.imports;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.results.application.imports.HarnessImportRequest;
import io.tiltmeter.results.application.imports.RunImportRequest;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** Parameters of both imports, as a {@code @BeanParam}. */
public class ImportParameters {
    private static final int MAX_NAME_LENGTH = 200;

    @QueryParam("run_id")
    Optional<String> runId;

    @QueryParam("file_name")
    Optional<String> fileName;

    @QueryParam("replace")
    Optional<String> replace;

    @QueryParam("step")
    Optional<String> step;

    private enum Flag {
        FALSE,
        TRUE
    }

    HarnessImportRequest harness(Optional<String> runName, QueryFaults faults) {
        return harness(runId.orElse(""), runName, faults);
    }

    /** The same for a results file that is sent as a run. */
    HarnessImportRequest harness(RunImportRequest run, QueryFaults faults) {
        run.sameItems()
                .ifPresent(same -> faults.add(
                        "same_items",
                        same.toString(),
                        "is said of a results file of lm-evaluation-harness, which has no curve of a conflict suite",
                        "leave it out"));
        return harness(run.runId(), run.runName(), faults);
    }

    private HarnessImportRequest harness(String run, Optional<String> runName, QueryFaults faults) {
        id("run_id", Optional.of(run), "name the run of the checkpoint, such as run_id=pythia-70m", faults);
        if (!step.orElse("0").matches("\\d{1,9}")) {
            faults.add(
                    "step",
                    step.get(),
                    "is not a whole number of optimizer steps",
                    "send a number such as step=512, or leave it out if the model's name contains it");
        }
        printable("run_name", runName, faults);
        printable("file_name", fileName, faults);
        boolean isReplaced = replaces(faults);
        faults.check();
        return new HarnessImportRequest(
                run,
                runName.filter(name -> !name.isBlank()),
                step.map(Integer::valueOf),
                fileName.orElse(""),
                isReplaced);
    }

    RunImportRequest run(
            Optional<String> name, Optional<String> suite, Optional<String> sameItems, QueryFaults faults) {
        Optional<String> runName = name.map(String::strip).filter(text -> !text.isEmpty());
        if (runName.isEmpty() && runId.isEmpty()) {
            faults.add("name", "", "is missing", "name the run, such as name=their-sft");
        }
        printable("name", runName, faults);
        printable("file_name", fileName, faults);
        id("run_id", runId, "use these, or leave it out to have an id made of the name", faults);
        id("suite", suite, "use these, or leave it out for " + RunImportRequest.SUITE, faults);
        Optional<Boolean> same =
                sameItems.map(text -> faults.choice("same_items", Optional.of(text), Flag.FALSE) == Flag.TRUE);
        boolean isReplaced = replaces(faults);
        faults.check();
        return new RunImportRequest(
                runId.orElseGet(() -> RunImportRequest.idOf(runName.orElseThrow())),
                runName,
                suite.orElse(RunImportRequest.SUITE),
                fileName.orElse(""),
                same,
                isReplaced);
    }

    private boolean replaces(QueryFaults faults) {
        return faults.choice("replace", replace, Flag.FALSE) == Flag.TRUE;
    }

    private static void printable(String field, Optional<String> text, QueryFaults faults) {
        String name = text.orElse("");
        if (name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            faults.add(
                    field,
                    name,
                    "has more than " + MAX_NAME_LENGTH + " characters, or one that cannot be printed",
                    "send a shorter one");
        }
    }

    private static void id(String field, Optional<String> id, String remedy, QueryFaults faults) {
        if (id.isPresent() && !Id.FORM.matcher(id.get()).matches()) {
            faults.add(
                    field,
                    id.get(),
                    "is not 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit",
                    remedy);
        }
    }
}
