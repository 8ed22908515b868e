package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.configuration.KitConfig;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The store of {@link HaltedProcess}: delegates to a real one until the point is reached. */
@Singleton
@Alternative
class HaltingStore implements ArtifactStore {
    private final Point point;
    private final ArtifactStore real;

    /** Where the process ends. */
    enum Point {
        WITHIN_EXAMPLES("examples.jsonl", 12_345),
        AFTER_EXAMPLES("examples.jsonl", Long.MAX_VALUE),
        WITHIN_TOKENIZER("tokenizer.json", 1_000),
        WITHIN_SOURCE("rows.jsonl", 12_345);

        private final String file;
        private final long bytes;

        Point(String file, long bytes) {
            this.file = file;
            this.bytes = bytes;
        }
    }

    HaltingStore(@ConfigProperty(name = HaltedProcess.POINT) Point point, KitConfig config) throws IOException {
        this.point = point;
        this.real = new DirectoryArtifactStore(config.artifacts().directory());
    }

    @Override
    public ArtifactRef writeFile(String path, FileContent content) throws IOException {
        boolean here = path.endsWith(point.file);
        ArtifactRef ref =
                real.writeFile(path, out -> content.writeTo(here ? new HaltingStream(out, point.bytes) : out));
        if (point == Point.AFTER_EXAMPLES) {
            Runtime.getRuntime().halt(HaltedProcess.STATUS);
        }
        return ref;
    }

    @Override
    public ArtifactRef writeFileByContent(String folder, FileContent content) throws IOException {
        return real.writeFileByContent(folder, content);
    }

    @Override
    public Path unreferenced(String path) throws IOException {
        return real.unreferenced(path);
    }

    @Override
    public Map<String, Instant> files(String folder) throws IOException {
        return real.files(folder);
    }

    @Override
    public ArtifactRef writeFolder(String path, FolderContent content) throws IOException {
        return real.writeFolder(path, content);
    }

    @Override
    public ArtifactRef writeFolderByContent(String folder, FolderContent content) throws IOException {
        return real.writeFolderByContent(folder, content);
    }

    @Override
    public Path file(ArtifactRef ref) throws IOException {
        return real.file(ref);
    }

    @Override
    public Path folder(ArtifactRef manifest) throws IOException {
        return real.folder(manifest);
    }

    @Override
    public long bytes(String path) throws IOException {
        return real.bytes(path);
    }

    @Override
    public void delete(String path) throws IOException {
        real.delete(path);
    }

    private static final class HaltingStream extends FilterOutputStream {
        private long left;

        private HaltingStream(OutputStream out, long bytes) {
            super(out);
            left = bytes;
        }

        @Override
        public void write(int one) throws IOException {
            super.write(one);
            if (--left == 0) {
                flush();
                Runtime.getRuntime().halt(HaltedProcess.STATUS);
            }
        }
    }
}
