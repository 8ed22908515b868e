package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.study.LabStudy;
import io.tiltmeter.quickstart.supervision.CannotGoOn;
import io.tiltmeter.quickstart.supervision.DataDirectory;
import io.tiltmeter.quickstart.supervision.RunningHouse;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** {@code ./tiltmeter demo} and {@code ./tiltmeter up}: the whole house, and the lab study in it. */
public final class Launcher {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    private final Terminal terminal;
    private volatile boolean ending;

    private Launcher(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Exits with 0 if everything asked for was done, and 1 otherwise, after one sentence that says why.
     *
     * @param arguments {@code demo} or {@code up}, and options; the system property {@code tiltmeter.home} is the root
     *     of the built tree
     */
    public static void main(String[] arguments) {
        Launcher launcher = new Launcher(Terminal.ofProcess());
        int code;
        try {
            code = launcher.run(Request.parse(List.of(arguments)), Path.of(System.getProperty("tiltmeter.home", ".")));
        } catch (CannotGoOn e) {
            code = launcher.giveUp(e);
        }
        System.exit(code);
    }

    private int run(Request request, Path code) {
        long began = System.nanoTime();
        DataDirectory data = DataDirectory.open(request.data());
        RunningHouse house = RunningHouse.empty(data, terminal::line);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(house), "end"));
        terminal.line("Starting PostgreSQL, Kafka and the services; their logs are in "
                + data.home().resolve("logs") + ".");
        house.start(code.toAbsolutePath().normalize(), request.ports());
        terminal.line(
                String.format(Locale.ROOT, "All services are ready after %.1f s.", (System.nanoTime() - began) / 1e9));
        String page = "http://127.0.0.1:" + request.ports().results() + "/";
        if (request.command() == Request.Command.UP) {
            terminal.line("The page: " + page + "   Ctrl-C ends everything.");
            return stayUp();
        }
        int outcome = study(request, began);
        terminal.line(
                "The page: " + page + (request.ending() == Request.Ending.EXIT ? "" : "   Ctrl-C ends everything."));
        return request.ending() == Request.Ending.EXIT ? outcome : stayUp();
    }

    private int study(Request request, long began) {
        try {
            new LabStudy(request.study(), request.ports(), terminal).run();
            terminal.line(String.format("Done after %d s.", (System.nanoTime() - began) / 1_000_000_000));
            return DONE;
        } catch (CannotGoOn e) {
            return giveUp(e);
        }
    }

    private int giveUp(CannotGoOn reason) {
        if (!ending) {
            terminal.clearStatus();
            terminal.line("tiltmeter: " + reason.getMessage());
        }
        return NOT_DONE;
    }

    /** Until a signal ends the process. */
    private static int stayUp() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DONE;
    }

    private void end(RunningHouse house) {
        ending = true;
        terminal.clearStatus();
        terminal.line("Ending the services, Kafka and PostgreSQL ...");
        house.close();
        terminal.line("Ended; the data directory keeps everything.");
    }
}
