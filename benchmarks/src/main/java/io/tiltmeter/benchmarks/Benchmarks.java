package io.tiltmeter.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code ./tiltmeter bench}: every measurement is a command of its own. */
@Command(
        name = "./tiltmeter bench",
        synopsisSubcommandLabel = "BENCHMARK",
        resourceBundle = "io.tiltmeter.benchmarks.usage",
        subcommands = {
            TrainingBenchmark.class,
            ModelBenchmark.class,
            DatasetBenchmark.class,
            DatasetStages.class,
            EvaluationBenchmark.class,
            VerdictBenchmark.class,
            ResultsBenchmark.class,
            StartupBenchmark.class,
            RestartBenchmark.class,
            MemoryBenchmark.class,
            LabTable.class
        })
public final class Benchmarks {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT)
    private boolean help;

    /** Exits with 0 after a whole measurement, and with 1 otherwise. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((invalid, arguments) -> {
                    CommandLine command = invalid.getCommandLine();
                    command.getErr()
                            .println("tiltmeter: " + invalid.getMessage() + ". "
                                    + command.getCommandSpec().qualifiedName() + " --help lists all options.");
                    return 1;
                });
    }
}
