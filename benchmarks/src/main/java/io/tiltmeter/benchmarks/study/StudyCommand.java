package io.tiltmeter.benchmarks.study;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tiltmeter study}: studies that need no service, model or data. */
@Command(name = "./tiltmeter study", synopsisSubcommandLabel = "STUDY", description = "Studies that need no service.")
public final class StudyCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    /** Exits with 0 if the study was made and showed what it should, and with 1 otherwise. */
    public static void main(String[] words) {
        System.exit(commandLine().execute(words));
    }

    static CommandLine commandLine() {
        CommandLine study = new CommandLine(new StudyCommand()).addSubcommand("theory", TheoryCommand.spec());
        return study.setParameterExceptionHandler((invalid, words) -> {
            CommandLine command = invalid.getCommandLine();
            PrintWriter errors = command.getErr();
            errors.println("tiltmeter: " + invalid.getMessage() + ". "
                    + command.getCommandSpec().qualifiedName() + " --help lists all options.");
            return 1;
        });
    }
}
