package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.harness.CheckpointStep;
import io.tiltmeter.results.harness.HarnessFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where a results file of lm-evaluation-harness is imported.
 *
 * @param runId the run of the checkpoint; created if it does not exist
 * @param runName a short name for it; the id if absent
 * @param step the checkpoint's step, if it was sent
 * @param fileName the name of the file; blank if it was not sent
 * @param replace whether other numbers that were imported before are replaced
 */
public record HarnessImportRequest(
        String runId, Optional<String> runName, Optional<Integer> step, String fileName, boolean replace) {
    /**
     * The checkpoint's step: the one sent, else the one in the names of file, model and arguments.
     *
     * @throws InvalidRequest if no name contains it, or they differ
     */
    int step(HarnessFile file) {
        if (step.isPresent()) {
            return step.get();
        }
        Map<String, String> names = new LinkedHashMap<>();
        names.put("file_name", fileName);
        names.put("config.model_args", file.modelArguments());
        names.put("model_name", file.model());
        List<String> found = new ArrayList<>();
        TreeSet<Integer> steps = new TreeSet<>();
        names.forEach((where, name) -> CheckpointStep.in(name).ifPresent(inName -> {
            steps.add(inName);
            found.add(where + " \"" + name + "\"");
        }));
        if (steps.size() != 1) {
            throw new InvalidRequest(List.of(new Fault(
                    "step",
                    String.join(", ", found),
                    steps.isEmpty()
                            ? "is missing, and neither the model's name and arguments nor the file's name contain it"
                            : "has several values: " + steps,
                    "send it, such as step=512")));
        }
        return steps.first();
    }
}
