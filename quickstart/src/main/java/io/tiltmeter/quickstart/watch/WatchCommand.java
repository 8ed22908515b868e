package io.tiltmeter.quickstart.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.SystemOptions;
import io.tiltmeter.quickstart.rest.Rest;
import io.tiltmeter.quickstart.rest.Server;
import io.tiltmeter.quickstart.rest.ServerOptions;
import io.tiltmeter.quickstart.supervision.StartupException;
import io.tiltmeter.quickstart.supervision.SystemStart;
import io.tiltmeter.quickstart.terminal.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./tiltmeter watch FOLDER}: evaluates every checkpoint that a trainer has written or writes, where it lies, and shows the
 * curve. Starts the system if none is up.
 */
@Command(name = "watch")
public final class WatchCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;
    private static final int INVERTED = 3;
    private static final int COLUMNS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** On what the command fails. */
    enum FailOn {
        INVERTED
    }

    /** Of suites of public facts. */
    enum Size {
        SMALL,
        STANDARD,
        FULL
    }

    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    @Option(names = "--suite", paramLabel = "NAME|FILE", split = ",")
    private List<String> suites = List.of();

    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "standard")
    private Size size;

    @Option(names = "--base", paramLabel = "FOLDER")
    private String base;

    @Option(names = "--template", paramLabel = "NAME", defaultValue = "auto")
    private String template;

    @Option(names = "--run", paramLabel = "ID")
    private String run;

    @Option(names = "--limit", paramLabel = "N")
    private Integer limit;

    @Option(names = "--arm", paramLabel = "NAME", split = ",")
    private List<String> arms = List.of();

    @Option(names = "--scorer", paramLabel = "NAME", split = ",")
    private List<String> scorers = List.of();

    @Option(names = "--once")
    private boolean once;

    @Option(names = "--copy")
    private boolean copy;

    @Option(names = "--fail-on", paramLabel = "VERDICT")
    private FailOn failOn;

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--stay")
    private boolean stay;

    @Option(names = "--server", paramLabel = "URL", converter = ServerOptions.Address.class)
    private Server remote;

    @Mixin
    private SystemOptions system;

    @Override
    public Integer call() {
        Terminal terminal = json
                ? new Terminal(new PrintStream(System.err, true, StandardCharsets.UTF_8), Terminal.Kind.PLAIN, COLUMNS)
                : Terminal.ofProcess();
        SystemStart start = new SystemStart(terminal);
        try {
            return watch(terminal, start);
        } catch (StartupException e) {
            terminal.clearStatus();
            if (start.isEnding()) {
                return NOT_DONE;
            }
            throw e;
        }
    }

    private int watch(Terminal terminal, SystemStart start) {
        Rest rest = new Rest(call -> {});
        Server server = remote == null ? Server.local(system.ports()) : remote;
        Optional<WatchedFolder> local =
                remote == null || Files.isDirectory(folder) ? Optional.of(WatchedFolder.of(folder)) : Optional.empty();
        local.ifPresent(each -> awaitFirstModel(each, terminal));
        Optional<BaseFolder> baseFolder = local.flatMap(this::baseFolder);
        boolean isStarted = false;
        if (!server.isUp()) {
            if (remote != null) {
                throw new StartupException("no system answers at " + server.page()
                        + ": start it there with ./tiltmeter up, or leave out --server to start one here.");
            }
            start.start(system.data(), system.ports(), models(local.orElseThrow(), baseFolder));
            isStarted = true;
        }
        List<String> evaluatedOn = new WatchSuites(rest, server, size.name().toLowerCase(Locale.ROOT)).make(suites);
        Supplier<String> listing = () -> local.map(WatchedFolder::listing).orElse("");
        Watch.Outcome outcome =
                new Watch(rest, server, terminal, request(local, baseFolder, evaluatedOn), listing).follow();
        show(outcome, terminal, server);
        if (isStarted && stay) {
            terminal.line("The page stays up until Ctrl-C.");
            stayUp();
        }
        boolean isInverted = outcome.inversion().path("verdict").asText().equals("inversion");
        return failOn == FailOn.INVERTED && isInverted
                ? INVERTED
                : outcome.failed().isEmpty() ? DONE : NOT_DONE;
    }

    private void awaitFirstModel(WatchedFolder local, Terminal terminal) {
        if (once && !local.hasModel()) {
            throw new StartupException(
                    folder + " holds no checkpoint and no model; without --once they are waited for.");
        }
        while (!local.hasModel()) {
            terminal.status("waiting", "waiting for the first checkpoint in " + folder);
            Watch.pause();
        }
        terminal.clearStatus();
    }

    private Optional<BaseFolder> baseFolder(WatchedFolder local) {
        Optional<String> name = Optional.ofNullable(base).or(local::baseName);
        Optional<BaseFolder> found = name.flatMap(each -> BaseFolder.named(each, local.path(), System.getenv()));
        if (remote == null && name.isPresent() && found.isEmpty()) {
            throw new StartupException("the base model \"" + name.get()
                    + "\" is neither a folder with a config.json here nor in the cache of Hugging Face's hub:"
                    + " name its folder with --base.");
        }
        return found;
    }

    private List<Path> models(WatchedFolder local, Optional<BaseFolder> baseFolder) {
        List<Path> models = new ArrayList<>(system.models());
        models.add(local.root());
        baseFolder.map(BaseFolder::root).ifPresent(models::add);
        return models;
    }

    private ObjectNode request(Optional<WatchedFolder> local, Optional<BaseFolder> baseFolder, List<String> suites) {
        ObjectNode request = JSON.createObjectNode();
        request.put(
                "run_id",
                run != null ? run : local.map(WatchedFolder::runId).orElseGet(() -> new WatchedFolder(folder).runId()));
        request.put("path", local.map(WatchedFolder::path).orElse(folder).toString());
        request.put("template", template);
        suites.forEach(request.putArray("suites")::add);
        Optional<String> basePath = baseFolder.map(BaseFolder::path).map(Path::toString);
        basePath.or(() -> Optional.ofNullable(base)).ifPresent(path -> request.put("base", path));
        request.put("copy", copy);
        if (!once) {
            request.put("in_progress", true);
        }
        ObjectNode evaluation = JSON.createObjectNode();
        if (limit != null) {
            evaluation.put("limit", limit);
        }
        for (String arm : arms) {
            ObjectNode settings = evaluation.withArray("arms").addObject().put("arm", arm);
            if (!arm.equals("template")) {
                settings.put("prompt", arm);
            }
        }
        scorers.forEach(scorer -> evaluation.withArray("scorers").add(scorer));
        if (!evaluation.isEmpty()) {
            request.set("evaluation", evaluation);
        }
        return request;
    }

    private void show(Watch.Outcome outcome, Terminal terminal, Server server) {
        outcome.failed().forEach(failed -> terminal.line("Failed: " + failed));
        if (json) {
            ObjectNode found = JSON.createObjectNode();
            found.put("page", server.page());
            found.set("points", JSON.valueToTree(outcome.curve().points()));
            found.set("inversion", outcome.inversion());
            found.set("failed", JSON.valueToTree(outcome.failed()));
            System.out.println(found.toPrettyString());
            return;
        }
        if (outcome.curve().points().size() > 1) {
            terminal.line("");
            outcome.curve().chart().forEach(terminal::line);
            terminal.line("");
        }
        terminal.line(outcome.inversion().path("sentence").asText("There is no verdict: nothing was scored."));
        terminal.line(
                "The page: " + server.page() + (stay || remote != null ? "" : "   (./tiltmeter up shows it again)"));
    }

    private static void stayUp() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
