package io.tiltmeter.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.quickstart.study.StudyPlan;
import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import io.tiltmeter.quickstart.supervision.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class CommandLineTest {
    private final StudyOptions study = new StudyOptions();
    private final SystemOptions system = new SystemOptions();
    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    @Test
    void demoAloneIsTheDefaultStudy() {
        parse();
        assertEquals(new StudyPlan(41, Mode.FULL, Mixture.DEFAULT, Scale.WHOLE), study.plan());
        assertEquals(false, study.isExitWanted());
        assertEquals(Path.of("tiltmeter-data"), system.data());
        assertEquals(new Ports(8080), system.ports());
    }

    @Test
    void optionsOfTheStudyAreRead() {
        parse("--seed", "7", "--mode", "qk_only", "--mixture", "context_critical", "--scale", "small", "--exit");
        assertEquals(new StudyPlan(7, Mode.QK_ONLY, Mixture.CONTEXT_CRITICAL, Scale.SMALL), study.plan());
        assertTrue(study.isExitWanted());
    }

    @Test
    void optionsOfTheSystemAreRead() {
        parse("--data", "a b", "--port", "18080", "--replicas", "2", "--trainers", "3");
        assertEquals(Path.of("a b"), system.data());
        assertEquals(new Ports(18080, 2, 3), system.ports());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo --mode fast     | expected one of [FULL, LORA, QK_ONLY] (case-insensitive) but was 'fast'",
                "demo --seed x        | option '--seed': 'x' is not a whole number (0 to 1000000000)",
                "up --port 70000      | option '--port': '70000' is outside 1024 to 58183",
                "demo --colour        | Unknown option: '--colour'",
                "up --data            | Missing required parameter for option '--data' (DIR)",
                "up --seed 7          | Unknown options: '--seed', '7'",
                "agreement            | Missing required parameter: 'RUN'",
                "agreement run --step | Missing required parameter for option '--step' (N)",
                "study                | Missing required parameter: 'ACTION'",
                "study fly            | expected one of [LIST, RUN, SHOW, REPORT, PAPER] (case-insensitive) but was 'fly'",
                "watch                | Missing required parameter: 'FOLDER'",
                "watch x --size huge  | expected one of [SMALL, STANDARD, FULL] (case-insensitive) but was 'huge'",
                "watch x --server x   | is not the address of a page, such as http://127.0.0.1:8080",
                "walk                 | Unmatched argument at index 0: 'walk'",
                "run                  | Missing required parameter: 'FIELD'",
                "show                 | Missing required parameter: 'RUN'",
                "compare              | Missing required parameter: 'RUN'",
                "runs --status done   | expected one of [WAITING, QUEUED, TRAINING, COMPLETED, FAILED, CANCELLED] (case-insensitive) but was 'done'",
                "runs --limit 0       | option '--limit': '0' is outside 1 to 1000",
                "items r --step -1    | option '--step': '-1' is outside 0 to 2147483647",
                "delete               | Missing required parameter: 'ID'",
                "annotate             | Missing required parameter: 'RUN'",
                "annotate r --archive --unarchive | --archive, --unarchive are mutually exclusive",
                "import f.csv         | Missing required option: '--name=NAME'",
                "data add f --name n  | Missing required option: '--as=KIND'",
                "data add f --as row  | expected one of [SOURCE, SUITE] (case-insensitive) but was 'row'",
            })
    void faultIsReportedWithItsValueAndTheHelp(String line, String fault) {
        assertEquals(1, execute(line.split(" ")));
        assertTrue(errors.toString().contains(fault), errors::toString);
        assertTrue(errors.toString().contains(" --help lists all options."), errors::toString);
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        execute("demo", "--mode", "fast", "--seed", "x", "--port", "70000", "--colour", "--data");
        for (String option : new String[] {"--mode", "--seed", "--port", "--colour", "--data"}) {
            assertTrue(errors.toString().contains("'" + option + "'"), errors::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "agreement",
                "runs",
                "show",
                "verdict",
                "items",
                "compare",
                "run",
                "evaluate",
                "import",
                "export",
                "annotate",
                "delete",
                "cancel",
                "retry",
                "data"
            })
    void helpNamesTheOptionsWithTheirDefaults(String command) {
        assertEquals(0, execute(command, "--help"));
        assertTrue(output.toString().contains("Usage: ./tiltmeter " + command), output::toString);
        assertTrue(output.toString().contains("(8080)"), output::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs",
                "show",
                "verdict",
                "items",
                "compare",
                "run",
                "evaluate",
                "export",
                "annotate",
                "delete",
                "retry",
                "agreement",
                "data",
                "data add",
                "data export",
                "data show"
            })
    void helpOfACommandThatCallsASystemHasAnExample(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");
        assertEquals(0, execute(words.toArray(String[]::new)));
        assertTrue(output.toString().contains("Example: ./tiltmeter " + command), output::toString);
    }

    @Test
    void theScriptOfCompletionKnowsEveryCommand() {
        assertEquals(0, execute("completion"));
        assertTrue(output.toString().contains("complete -F _complete_tiltmeter"), output::toString);
        assertTrue(output.toString().contains("--fail-on"), output::toString);
    }

    private void parse(String... options) {
        CommandSpec spec = CommandSpec.create()
                .addMixin("study", CommandSpec.forAnnotatedObject(study))
                .addMixin("system", CommandSpec.forAnnotatedObject(system));
        new CommandLine(spec).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    }

    private int execute(String... words) {
        return Launcher.commandLine()
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(words);
    }
}
