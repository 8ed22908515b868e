package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
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
 * What the query of an import says.
 *
 * @param runId the run that the checkpoint belongs to; it is made if it is not known
 * @param runName a short name for it; the id if absent
 * @param step the checkpoint's step, if it is said
 * @param fileName what the file is called; blank if it is not said
 * @param replace whether other numbers that were imported before give way
 */
public record ImportQuery(
        String runId, Optional<String> runName, Optional<Integer> step, String fileName, boolean replace) {
    private static final int MAX_NAME_LENGTH = 200;

    /**
     * Reads the query.
     *
     * @throws InvalidRequest with everything that is wrong with it
     */
    public static ImportQuery of(
            Optional<String> runId,
            Optional<String> runName,
            Optional<String> step,
            Optional<String> fileName,
            Optional<String> replace) {
        List<Fault> faults = new ArrayList<>();
        if (!Id.FORM.matcher(runId.orElse("")).matches()) {
            faults.add(new Fault(
                    "run_id",
                    runId.orElse(""),
                    "is not 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit",
                    "name the run that the checkpoint belongs to, such as run_id=pythia-70m"));
        }
        if (!step.orElse("0").matches("\\d{1,9}")) {
            faults.add(new Fault(
                    "step",
                    step.orElse(""),
                    "is not a whole number of optimizer steps",
                    "send a number such as step=512, or leave it out if the model's name says it"));
        }
        for (Map.Entry<String, Optional<String>> name :
                Map.of("run_name", runName, "file_name", fileName).entrySet()) {
            if (name.getValue().orElse("").length() > MAX_NAME_LENGTH) {
                faults.add(new Fault(
                        name.getKey(),
                        name.getValue().get(),
                        "has more than " + MAX_NAME_LENGTH + " characters",
                        "send a shorter one"));
            }
        }
        if (!List.of("true", "false").contains(replace.orElse("false"))) {
            faults.add(new Fault("replace", replace.get(), "is neither true nor false", "leave it out for false"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new ImportQuery(
                runId.orElseThrow(),
                runName.filter(name -> !name.isBlank()),
                step.map(Integer::valueOf),
                fileName.orElse(""),
                replace.map(Boolean::valueOf).orElse(false));
    }

    /**
     * The checkpoint's step: as the query says it, else as all names say it that say any.
     *
     * @throws InvalidRequest if none says it, or they contradict each other
     */
    int step(HarnessFile file) {
        if (step.isPresent()) {
            return step.get();
        }
        Map<String, String> names = new LinkedHashMap<>();
        names.put("file_name", fileName);
        names.put("config.model_args", file.modelArguments());
        names.put("model_name", file.model());
        List<String> said = new ArrayList<>();
        TreeSet<Integer> steps = new TreeSet<>();
        names.forEach((where, name) -> CheckpointStep.in(name).ifPresent(found -> {
            steps.add(found);
            said.add(where + " \"" + name + "\"");
        }));
        if (steps.size() != 1) {
            throw new InvalidRequest(List.of(new Fault(
                    "step",
                    String.join(", ", said),
                    steps.isEmpty()
                            ? "is missing, and neither the model's name and arguments nor the file's name say it"
                            : "is said in several ways: " + steps,
                    "send it, such as step=512")));
        }
        return steps.first();
    }
}
