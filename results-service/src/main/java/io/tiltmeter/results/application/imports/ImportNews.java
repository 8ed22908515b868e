package io.tiltmeter.results.application.imports;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.RunImported;
import io.tiltmeter.results.persistence.ImportStore;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.outbox.Outbox;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps what a person brought, takes it in, and tells of it, in one transaction. */
@Singleton
public class ImportNews {
    /** In the artifact store. */
    static final String FOLDER = "imports";

    private final ImportStore imports;
    private final ImportFold folding;
    private final ArtifactStore artifacts;
    private final Outbox outbox;

    public ImportNews(ImportStore imports, ImportFold folding, ArtifactStore artifacts, Outbox outbox) {
        this.imports = imports;
        this.folding = folding;
        this.artifacts = artifacts;
        this.outbox = outbox;
    }

    /**
     * What was brought.
     *
     * @param lines the file in the house's own form
     * @param sent as it came
     */
    record Brought(
            String runId,
            Optional<String> runName,
            String part,
            RunImported.Format format,
            Optional<String> suite,
            byte[] lines,
            byte[] sent,
            String sourceName,
            String model,
            int lastStep) {}

    /** Now in milliseconds, and later than every import of the run that is known: the order of imports decides. */
    Instant now(Handle handle, String runId) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return imports.all(handle, runId).stream()
                .map(each -> each.news().importedAt().plusMillis(1))
                .max(Comparator.naturalOrder())
                .filter(next -> next.isAfter(now))
                .orElse(now);
    }

    /** The files first, then their rows and the news of them. */
    RunImported send(Handle handle, Brought brought, Instant now) {
        try {
            ArtifactRef source = artifacts.writeFileByContent(FOLDER, out -> out.write(brought.sent()));
            ArtifactRef file = artifacts.writeFileByContent(FOLDER, out -> out.write(brought.lines()));
            RunImported news = new RunImported(
                    brought.runId(),
                    brought.runName(),
                    brought.part(),
                    brought.format(),
                    brought.suite(),
                    file,
                    source,
                    brought.sourceName(),
                    shortened(brought.model()),
                    brought.lastStep(),
                    now);
            folding.take(handle, news);
            outbox.append(handle, EventTypes.RUN_IMPORTED, news.runId(), news);
            return news;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other people's files may say anything of their model. */
    private static String shortened(String model) {
        return model.substring(0, Math.min(model.length(), 200));
    }
}
