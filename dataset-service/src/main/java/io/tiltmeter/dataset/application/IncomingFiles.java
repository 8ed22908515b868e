package io.tiltmeter.dataset.application;

import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Files that come in: sent, put into the artifact store by a person, or fetched where that is allowed. Those that were sent
 * or fetched are removed once no source is made from them, also those of a process that died meanwhile.
 */
@Singleton
public class IncomingFiles {
    private static final Logger LOG = Logger.getLogger(IncomingFiles.class);

    /** The folder of files that were sent or fetched. */
    private static final String UPLOADS = "uploads";

    /** MMLU, the largest known folder of one suite, has 57. */
    private static final int MAX_FOLDER_FILES = 1_000;

    private static final int BUFFER = 1 << 16;
    private static final Duration TO_CONNECT = Duration.ofSeconds(20);
    private static final Duration TO_ANSWER = Duration.ofMinutes(1);
    private static final Duration TO_FETCH = Duration.ofHours(1);
    private static final Duration SURELY_UNUSED_AFTER = Duration.ofHours(1);

    private final ArtifactStore artifacts;
    private final PatientTransactions transactions;
    private final DatasetRepository datasets;
    private final long maxBytes;
    private final AllowedAddresses allowedUrls;

    public IncomingFiles(
            ArtifactStore artifacts,
            PatientTransactions transactions,
            DatasetRepository datasets,
            DatasetConfig config) {
        this.artifacts = artifacts;
        this.transactions = transactions;
        this.datasets = datasets;
        this.maxBytes = config.maxFileSize().asLongValue();
        this.allowedUrls = new AllowedAddresses(config.allowedUrls().orElse(List.of()));
    }

    void start(@Observes StartupEvent event) throws IOException {
        removeUnused(Instant.now().minus(SURELY_UNUSED_AFTER));
    }

    /**
     * Stores what is sent. If it breaks off, nothing of it stays.
     *
     * @throws InvalidRequest if it is empty or longer than allowed
     */
    public ArtifactRef received(InputStream body) throws IOException {
        return store("body", body, maxBytes);
    }

    /**
     * Hands what is sent to a use of it. Nothing of it stays, whether it breaks off, the use fails, or all is well.
     *
     * @param limit of which a longer one is refused before more of it is stored
     * @throws InvalidRequest if it is empty or longer than allowed
     */
    public <T> T used(InputStream body, long limit, Use<T> use) throws IOException {
        String path = UPLOADS + "/once-" + UUID.randomUUID();
        try {
            artifacts.writeFile(path, out -> copy("body", body, out, Math.min(limit, maxBytes)));
            return use.of(artifacts.unreferenced(path));
        } finally {
            artifacts.delete(path);
        }
    }

    /**
     * A file that a person put into the store, or the files of a folder by their names, to be read at once and left where
     * they are. Hidden files and folders within the folder are left out.
     *
     * @throws InvalidRequest as {@link #found}, or if the folder has too many files
     */
    public List<Path> toRead(String field, String path) throws IOException {
        List<String> names = ArtifactRef.isPlainPath(path)
                ? artifacts.files(path).keySet().stream()
                        .filter(name -> !name.startsWith(path + "/."))
                        .toList()
                : List.of();
        if (names.size() > MAX_FOLDER_FILES) {
            throw refused(
                    field,
                    path,
                    "has " + names.size() + " files, more than " + MAX_FOLDER_FILES,
                    "name a folder of the files of one suite");
        }
        List<Path> files = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of(path) : names) {
            files.add(artifacts.unreferenced(found(field, name).path()));
        }
        return files;
    }

    /** What is done with a file while it is there. */
    @FunctionalInterface
    public interface Use<T> {
        T of(Path file) throws IOException;
    }

    /**
     * A file that a person put into the store; it stays theirs.
     *
     * @throws InvalidRequest if the path leads elsewhere, or to no file
     */
    public ArtifactRef found(String field, String path) throws IOException {
        Path file;
        try {
            if (!ArtifactRef.isPlainPath(path)) {
                throw new IllegalArgumentException("is not a plain relative path");
            }
            file = artifacts.unreferenced(path);
        } catch (IllegalArgumentException e) {
            throw refused(
                    field,
                    path,
                    "leads outside the artifact store: " + e.getMessage(),
                    "send a relative path without links, '..' or hidden parts, such as inbox/alpaca.jsonl");
        } catch (NoSuchFileException e) {
            throw refused(
                    field,
                    path,
                    "is no file in the artifact store",
                    "put the file there, below the directory that tiltmeter.artifacts.directory names, or send it");
        }
        long bytes = Files.size(file);
        if (bytes == 0 || bytes > maxBytes) {
            throw refused(field, bytes + " bytes", limitOf(maxBytes), "send another file");
        }
        return ArtifactRef.of(path, Sha256.of(file), bytes);
    }

    /**
     * Fetches a file from an allowed address, without following it elsewhere.
     *
     * @throws InvalidRequest if the address is not allowed or does not answer with a file
     */
    public ArtifactRef fetched(String url) throws IOException {
        try {
            Optional<String> fault = allowedUrls.fault(url);
            if (fault.isPresent()) {
                throw refused(
                        "url",
                        url,
                        fault.get(),
                        "fetch it yourself and send the file as application/octet-stream, or set"
                                + " tiltmeter.datasets.allowed-urls");
            }
            HttpClient client =
                    HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(TO_ANSWER).build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw refused(
                            "url", url, "answered " + response.statusCode(), "send the address of the file itself");
                }
                return storeInTime(body);
            }
        } catch (IllegalArgumentException e) {
            throw refused("url", url, "is no address: " + e.getMessage(), "send http:// or https://, host and path");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching " + url, e);
        } catch (InvalidRequest e) {
            throw e;
        } catch (IOException e) {
            throw refused("url", url, "could not be fetched: " + e, "see whether the address answers");
        }
    }

    /** A body that stops coming would else hold its thread for ever. */
    private ArtifactRef storeInTime(InputStream body) throws IOException {
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> closeQuietly(body), CompletableFuture.delayedExecutor(TO_FETCH.toSeconds(), TimeUnit.SECONDS));
        try {
            return store("url", body, maxBytes);
        } finally {
            limit.cancel(false);
        }
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.debugf("a fetched body could not be closed reason=%s", e.getMessage());
        }
    }

    /** Removes files that were sent or fetched before this time and no source is being made from. */
    public void removeUnused(Instant before) throws IOException {
        Set<String> inUse = inUse();
        for (Map.Entry<String, Instant> file : artifacts.files(UPLOADS).entrySet()) {
            if (file.getValue().isBefore(before) && !inUse.contains(file.getKey())) {
                artifacts.delete(file.getKey());
                LOG.infof("unused upload removed file=%s", file.getKey());
            }
        }
    }

    /** Removes a file that was sent or fetched, unless a source is being made from the same bytes. */
    void release(ArtifactRef file) throws IOException {
        if (file.path().startsWith(UPLOADS + "/") && !inUse().contains(file.path())) {
            artifacts.delete(file.path());
        }
    }

    private Set<String> inUse() {
        return transactions.call(() -> datasets.building(Kind.SOURCE)).stream()
                .map(dataset -> dataset.recipe(SourceRecipe.class).file().path())
                .collect(Collectors.toSet());
    }

    private ArtifactRef store(String field, InputStream body, long limit) throws IOException {
        return artifacts.writeFileByContent(UPLOADS, out -> copy(field, body, out, limit));
    }

    private static void copy(String field, InputStream in, OutputStream out, long limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            copied += read;
            if (copied > limit) {
                throw refused(field, "of more than " + limit + " bytes", limitOf(limit), "send it in parts");
            }
            out.write(buffer, 0, read);
        }
        if (copied == 0) {
            throw refused(field, "", limitOf(limit), "send the file as the body, as with curl --data-binary @FILE");
        }
    }

    private static String limitOf(long bytes) {
        return "must have 1 to " + bytes + " bytes";
    }

    private static InvalidRequest refused(String field, String value, String limit, String remedy) {
        return new InvalidRequest(List.of(new Fault(field, value, limit, remedy)));
    }
}
