package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
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
import java.util.List;
import java.util.UUID;

/** Files that come in: sent, put into the artifact store by a person, or fetched where that is allowed. */
@Singleton
public class IncomingFiles {
    /** Files that were sent or fetched lie here until what they are for is ready. */
    public static final String UPLOADS = "uploads";

    private static final int BUFFER = 1 << 16;
    private static final Duration TO_CONNECT = Duration.ofSeconds(20);

    private final ArtifactStore artifacts;
    private final long longestBytes;
    private final List<String> allowedUrls;

    public IncomingFiles(ArtifactStore artifacts, DatasetConfig config) {
        this.artifacts = artifacts;
        this.longestBytes = config.longestFile().asLongValue();
        this.allowedUrls = config.allowedUrls().orElse(List.of());
    }

    /**
     * Stores what is sent. If it breaks off, nothing of it stays.
     *
     * @throws InvalidRequest if it is empty or longer than allowed
     */
    public ArtifactRef received(InputStream body) throws IOException {
        return store("body", body, longestBytes);
    }

    /** As {@link #received(InputStream)}, of at most so many bytes. */
    public ArtifactRef received(InputStream body, long mostBytes) throws IOException {
        return store("body", body, Math.min(mostBytes, longestBytes));
    }

    /**
     * Hands what is sent to a use of it. Nothing of it stays, whether it breaks off, the use fails, or all is well.
     *
     * @param mostBytes of which a longer one is refused before more of it is stored
     * @throws InvalidRequest if it is empty or longer than allowed
     */
    public <T> T used(InputStream body, long mostBytes, Use<T> use) throws IOException {
        String path = UPLOADS + "/once-" + UUID.randomUUID();
        try {
            artifacts.writeFile(path, out -> copy("body", body, out, Math.min(mostBytes, longestBytes)));
            return use.of(artifacts.unreferenced(path));
        } finally {
            artifacts.delete(path);
        }
    }

    /**
     * A file that a person put into the store, to be read at once and left where it is.
     *
     * @throws InvalidRequest as {@link #found}
     */
    public Path toRead(String field, String path) throws IOException {
        return artifacts.unreferenced(found(field, path).path());
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
        if (bytes == 0 || bytes > longestBytes) {
            throw refused(field, bytes + " bytes", limit(longestBytes), "send another file");
        }
        return ArtifactRef.of(path, Sha256.of(file), bytes);
    }

    /**
     * Fetches a file from an allowed address, without following it elsewhere.
     *
     * @throws InvalidRequest if the address is not allowed or does not answer with a file
     */
    public ArtifactRef fetched(String url) throws IOException {
        if (allowedUrls.stream().noneMatch(url::startsWith)) {
            throw refused(
                    "url",
                    url,
                    allowedUrls.isEmpty()
                            ? "this service fetches from nowhere"
                            : "does not begin with one of " + String.join(", ", allowedUrls),
                    "fetch it yourself and send the file as application/octet-stream, or set"
                            + " tiltmeter.datasets.allowed-urls");
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw refused("url", url, "answered " + answer.statusCode(), "send the address of the file itself");
                }
                return store("url", body, longestBytes);
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

    /** Whether this file is ours to remove. */
    public static boolean isUpload(ArtifactRef file) {
        return file.path().startsWith(UPLOADS + "/");
    }

    private ArtifactRef store(String field, InputStream body, long mostBytes) throws IOException {
        return artifacts.writeFileByContent(UPLOADS, out -> copy(field, body, out, mostBytes));
    }

    private static void copy(String field, InputStream in, OutputStream out, long mostBytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            copied += read;
            if (copied > mostBytes) {
                throw refused(field, "of more than " + mostBytes + " bytes", limit(mostBytes), "send it in parts");
            }
            out.write(buffer, 0, read);
        }
        if (copied == 0) {
            throw refused(field, "", limit(mostBytes), "send the file as the body, as with curl --data-binary @FILE");
        }
    }

    private static String limit(long mostBytes) {
        return "must have 1 to " + mostBytes + " bytes";
    }

    private static InvalidRequest refused(String field, String value, String limit, String remedy) {
        return new InvalidRequest(List.of(new Fault(field, value, limit, remedy)));
    }
}
