package io.tiltmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class BenchmarksTest {
    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    @Test
    void everythingIsMeasuredUnlessPartsAreNamed() {
        CommandSpec verdict = parse("verdict");
        assertEquals(Set.of(VerdictBenchmark.Part.values()), value(verdict, "--part"));
        assertEquals(400, (int) value(verdict, "--curves"));
        assertEquals(List.of(100, 300, 1000), value(verdict, "--items"));
        assertEquals(List.of(100_000, 1_000_000), BenchmarksTest.<List<Integer>>value(parse("dataset"), "--rows"));
        assertEquals(Set.of(EvaluationBenchmark.Part.values()), value(parse("evaluation"), "--part"));
    }

    @Test
    void anOptionTakesSeveralValues() {
        CommandSpec verdict = parse("verdict", "--part", "alarms", "speed", "--items", "2", "4", "--curves", "20");
        assertEquals(Set.of(VerdictBenchmark.Part.ALARMS, VerdictBenchmark.Part.SPEED), value(verdict, "--part"));
        assertEquals(List.of(2, 4), value(verdict, "--items"));
        CommandSpec dataset = parse("dataset", "--rows", "1000", "4000000", "--near");
        assertEquals(List.of(1000, 4_000_000), value(dataset, "--rows"));
        assertTrue(BenchmarksTest.<Boolean>value(dataset, "--near"));
    }

    @Test
    void roundsAndCasesOfTheModelsAreNamedInOrder() {
        assertEquals(List.of("5", "train-4m train-44m decode-4m score-4m"), roundsAndCases("model"));
        assertEquals(List.of("3", "score-4m train-4m"), roundsAndCases("model", "3", "score-4m", "train-4m"));
    }

    private static List<String> roundsAndCases(String... words) {
        List<PositionalParamSpec> parameters = parse(words).positionalParameters();
        List<ModelComparison> cases = parameters.get(1).getValue();
        return List.of(
                parameters.get(0).getValue().toString(),
                cases.stream().map(ModelComparison::name).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dataset --rows 7          | '7' is no whole number of at least 1000",
                "dataset 12                | Unmatched argument at index 1: '12'",
                "dataset --size 3          | Unknown options: '--size', '3'",
                "verdict --part vibes      | expected one of [ALARMS, DETECTION, CALIBRATION, LIMITS, UNEVEN, WARNING, SPEED]",
                "verdict --curves 0        | '0' is no whole number of at least 1",
                "verdict --items 3         | '3' is odd: give whole clusters of two items",
                "evaluation --items 99     | '99' is no whole number of at least 100",
                "restart --rounds 0        | '0' is no whole number of at least 1",
                "memory --evaluations 9    | '9' is no whole number of at least 15",
                "startup --rounds 0        | '0' is no whole number of at least 1",
                "results many              | 'many' is no whole number of at least 1",
                "model 3 poetry            | expected one of [train-4m, train-44m, decode-4m, score-4m]",
                "speed                     | Unmatched argument at index 0: 'speed'",
            })
    void faultIsReportedWithItsValue(String line, String fault) {
        assertEquals(1, execute(line.split(" ")));
        assertTrue(errors.toString().contains(fault), errors::toString);
        assertTrue(errors.toString().contains(" --help lists all options."), errors::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train",
                "model",
                "dataset",
                "evaluation",
                "verdict",
                "results",
                "startup",
                "restart",
                "memory",
                "lab-table"
            })
    void everyBenchmarkExplainsItself(String name) {
        assertEquals(0, execute(name, "--help"));
        assertTrue(output.toString().contains("Usage: ./tiltmeter bench " + name), output::toString);
    }

    private static CommandSpec parse(String... words) {
        return Benchmarks.commandLine().parseArgs(words).subcommand().commandSpec();
    }

    @SuppressWarnings("unchecked")
    private static <T> T value(CommandSpec command, String option) {
        return (T) command.findOption(option).getValue();
    }

    private int execute(String... words) {
        return Benchmarks.commandLine()
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(words);
    }
}
