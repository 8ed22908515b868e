package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.agreement.AgreementCommand;
import io.tiltmeter.quickstart.client.CancelCommand;
import io.tiltmeter.quickstart.client.CompareCommand;
import io.tiltmeter.quickstart.client.DataCommand;
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
import io.tiltmeter.quickstart.supervision.DataDirectory;
import io.tiltmeter.quickstart.supervision.RunningSystem;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
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
 * {@code ./tiltmeter demo}, {@code up}, and the commands that call a running system. The system property {@code tiltmeter.home} is
 * the root of the built tree.
 */
@Command(
        name = "./tiltmeter",
        synopsisSubcommandLabel = "COMMAND",
        resourceBundle = "io.tiltmeter.quickstart.usage",
        subcommands = {
            RunsCommand.class,
            ShowCommand.class,
            VerdictCommand.class,
            ItemsCommand.class,
            CompareCommand.class,
            RunCommand.class,
            EvaluateCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            CancelCommand.class,
            RetryCommand.class,
            DataCommand.class,
            AgreementCommand.class,
            StudyCommand.class
        })
public final class Launcher {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    private final Terminal terminal = Terminal.ofProcess();
    private final long beganNanos = System.nanoTime();
    private volatile boolean ending;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT)
    private boolean help;

    /** Exits with 0 if the command succeeded, and with 1 otherwise, after a message with the reason. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(commandLine().setOut(out).execute(arguments));
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
    int demo(@Mixin StudyOptions study, @Mixin SystemOptions system) {
        start(system);
        int outcome = run(study, system);
        return study.isExitWanted() ? outcome : stayUp(system);
    }

    @Command
    int up(@Mixin SystemOptions system) {
        start(system);
        return stayUp(system);
    }

    private void start(SystemOptions options) {
        DataDirectory data = DataDirectory.open(options.data());
        RunningSystem running = RunningSystem.empty(data, terminal::line);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running), "end"));
        terminal.line("Starting PostgreSQL, Kafka and the services; their logs are in "
                + data.home().resolve("logs") + ".");
        Path code = Path.of(System.getProperty("tiltmeter.home", "."));
        running.start(code.toAbsolutePath().normalize(), options.ports());
        terminal.line(String.format(Locale.ROOT, "All services are ready after %.1f s.", seconds()));
    }

    private int run(StudyOptions study, SystemOptions system) {
        try {
            new LabStudy(study.plan(), system.ports(), terminal).run();
            terminal.line(String.format("Done after %d s.", (long) seconds()));
            return DONE;
        } catch (StartupException e) {
            return giveUp(e);
        }
    }

    private double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    private int giveUp(StartupException reason) {
        if (!ending) {
            terminal.clearStatus();
            terminal.line("tiltmeter: " + reason.getMessage());
        }
        return NOT_DONE;
    }

    /** Waits until a signal ends the process. */
    private int stayUp(SystemOptions system) {
        terminal.line("The page: http://127.0.0.1:" + system.ports().results() + "/   Ctrl-C stops everything.");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DONE;
    }

    private void end(RunningSystem running) {
        ending = true;
        terminal.clearStatus();
        if (running.isStarted()) {
            terminal.line("Stopping the services, Kafka and PostgreSQL ...");
            running.close();
            terminal.line("Stopped; all data stays in the data directory.");
        }
    }
}
