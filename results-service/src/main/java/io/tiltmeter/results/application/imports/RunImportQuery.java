package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the query of an import of a run says.
 *
 * @param runId the run that is made
 * @param runName its short name; the id if absent
 * @param suite the short name of its knowledge-conflict suite
 * @param fileName what the file is called; blank if it is not said
 * @param replace whether what was imported before under this id and suite gives way
 */
public record RunImportQuery(String runId, Optional<String> runName, String suite, String fileName, boolean replace) {
    public static final String SUITE = "cf_imported";
    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_ID_LENGTH = 63;
    private static final int HASH_DIGITS = 8;

    /**
     * Reads the query.
     *
     * @throws InvalidRequest with everything that is wrong with it
     */
    public static RunImportQuery of(
            Optional<String> name,
            Optional<String> runId,
            Optional<String> suite,
            Optional<String> fileName,
            Optional<String> replace) {
        List<Fault> faults = new ArrayList<>();
        Optional<String> given = name.map(String::strip).filter(text -> !text.isEmpty());
        if (given.isEmpty() && runId.isEmpty()) {
            faults.add(new Fault("name", "", "is missing", "name the run, such as name=their-sft"));
        }
        name(given.orElse(""), "name", faults);
        name(fileName.orElse(""), "file_name", faults);
        id(runId, "run_id", "name the run with these, or leave it out to have an id made of its name", faults);
        id(suite, "suite", "name the suite with these, or leave it out for " + SUITE, faults);
        if (!List.of("true", "false").contains(replace.orElse("false"))) {
            faults.add(new Fault("replace", replace.get(), "is neither true nor false", "leave it out for false"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new RunImportQuery(
                runId.orElseGet(() -> idOf(given.orElseThrow())),
                given,
                suite.orElse(SUITE),
                fileName.orElse(""),
                replace.map(Boolean::valueOf).orElse(false));
    }

    /** The same run for the same name, always. */
    static String idOf(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[^a-z0-9]+|-+$", "");
        return plain.isEmpty()
                ? "run-" + Sha256.of(name).substring(0, HASH_DIGITS)
                : plain.substring(0, Math.min(plain.length(), MAX_ID_LENGTH));
    }

    private static void name(String text, String field, List<Fault> faults) {
        if (text.length() > MAX_NAME_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            faults.add(new Fault(
                    field,
                    text,
                    "has more than " + MAX_NAME_LENGTH + " characters, or one that cannot be printed",
                    "send a shorter one"));
        }
    }

    private static void id(Optional<String> id, String field, String remedy, List<Fault> faults) {
        if (id.isPresent() && !Id.FORM.matcher(id.get()).matches()) {
            faults.add(new Fault(
                    field,
                    id.get(),
                    "is not 1 to " + MAX_ID_LENGTH + " of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit",
                    remedy));
        }
    }
}
