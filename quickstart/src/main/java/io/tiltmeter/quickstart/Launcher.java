package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.client.AgreementCommand;
import io.tiltmeter.quickstart.client.AnnotateCommand;
import io.tiltmeter.quickstart.client.CancelCommand;
import io.tiltmeter.quickstart.client.CompareCommand;
import io.tiltmeter.quickstart.client.CompletionCommand;
import io.tiltmeter.quickstart.client.DataCommand;
import io.tiltmeter.quickstart.client.DeleteCommand;
import io.tiltmeter.quickstart.client.EvaluateCommand;
import io.tiltmeter.quickstart.client.ExportCommand;
import io.tiltmeter.quickstart.client.ImportCommand;
import io.tiltmeter.quickstart.client.ItemsCommand;
import io.tiltmeter.quickstart.client.RetryCommand;
import io.tiltmeter.quickstart.client.RunCommand;
import io.tiltmeter.quickstart.client.RunsCommand;
import io.tiltmeter.quickstart.client.ShowCommand;
import io.tiltmeter.quickstart.client.VerdictCommand;
import io.tiltmeter.quickstart.study.LabStudy;
import io.tiltmeter.quickstart.study.StudyCommand;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.supervision.SystemStart;
import io.tiltmeter.quickstart.terminal.Terminal;
import io.tiltmeter.quickstart.watch.WatchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/**
 * {@code ./tiltmeter demo}, {@code up}, {@code watch}, and the commands that call a running system. The system property {@code tiltmeter.home} is
 * the root of the built tree.
 */
@Command(
        name = "./tiltmeter",
        synopsisSubcommandLabel = "COMMAND",
        resourceBundle = "io.tiltmeter.quickstart.usage",
        subcommands = {
            WatchCommand.class,
            RunsCommand.class,
            ShowCommand.class,
            VerdictCommand.class,
            ItemsCommand.class,
            CompareCommand.class,
            RunCommand.class,
            EvaluateCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            AnnotateCommand.class,
            DeleteCommand.class,
            CancelCommand.class,
            RetryCommand.class,
            DataCommand.class,
            CompletionCommand.class,
            AgreementCommand.class,
            StudyCommand.class
        })
public final class Launcher {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    /** Views of the page: what follows its root in the address. */
    private static final String ALL_RUNS = "";

    private static final String NEWEST_RUN = "#newest";

    private final Terminal terminal = Terminal.ofProcess();
    private final SystemStart system = new SystemStart(terminal);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT)
    private boolean help;

    /** Exits with 0 if the command succeeded, and with 1 otherwise, after a message with the reason. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = commandLine().setOut(out).setErr(errors).execute(arguments);
        out.flush();
        System.exit(status);
    }

    static CommandLine commandLine() {
        Launcher launcher = new Launcher();
        CommandLine line = new CommandLine(launcher)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Launcher::execute)
                .setParameterExceptionHandler((invalid, arguments) -> {
                    CommandLine command = invalid.getCommandLine();
                    command.getErr()
                            .println("tiltmeter: The command line is not valid: " + invalid.getMessage() + ". "
                                    + command.getCommandSpec().qualifiedName() + " --help lists all options.");
                    return NOT_DONE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof StartupException reason)) {
                        throw failure;
                    }
                    if (command.getCommand() instanceof Callable) {
                        command.getErr().println("tiltmeter: " + reason.getMessage());
                        return NOT_DONE;
                    }
                    return launcher.giveUp(reason);
                });
        line.getSubcommands().values().forEach(Launcher::prepare);
        return line;
    }

    private static void prepare(CommandLine command) {
        command.getCommandSpec().parser().collectErrors(true);
        command.getCommandSpec().usageMessage().sortOptions(false);
        command.getSubcommands().values().forEach(Launcher::prepare);
    }

    /** Runs the command, unless its options have faults, which are reported all at once. */
    private static int execute(ParseResult line) {
        ParseResult command = line;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        if (!command.isUsageHelpRequested() && !command.errors().isEmpty()) {
            throw new ParameterException(
                    command.commandSpec().commandLine(),
                    command.errors().stream()
                            .map(Exception::getMessage)
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
        return new RunLast().execute(line);
    }

    @Command
    int demo(@Mixin StudyOptions study, @Mixin SystemOptions options) {
        start(options);
        int outcome = run(study, options);
        return study.isExitWanted() ? outcome : stayUp(options, NEWEST_RUN);
    }

    @Command
    int up(@Mixin SystemOptions options) {
        start(options);
        return stayUp(options, ALL_RUNS);
    }

    private void start(SystemOptions options) {
        system.start(options.data(), options.ports(), options.models());
    }

    private int run(StudyOptions study, SystemOptions options) {
        try {
            new LabStudy(study.plan(), options.ports(), terminal).run();
            terminal.line(String.format("Done after %d s.", (long) system.seconds()));
            return DONE;
        } catch (StartupException e) {
            return giveUp(e);
        }
    }

    private int giveUp(StartupException reason) {
        if (!system.isEnding()) {
            terminal.clearStatus();
            terminal.line("tiltmeter: " + reason.getMessage());
        }
        return NOT_DONE;
    }

    /** Shows where that view of the page is, and waits until a signal ends the process. */
    private int stayUp(SystemOptions options, String view) {
        terminal.line(
                "The page: http://127.0.0.1:" + options.ports().results() + "/" + view + "   Ctrl-C stops everything.");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DONE;
    }
}
