package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.evaluator.adoption.AdoptedFolder;
import io.tiltmeter.evaluator.adoption.ModelFiles;
import io.tiltmeter.evaluator.adoption.Storage;
import io.tiltmeter.evaluator.adoption.UnusableFolder;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Folders from elsewhere in the artifact store, each under the hash of its files: copies, since a folder elsewhere may change, or
 * references. A folder that has not changed since is not read again. Transactions are its own, since files are read between
 * them.
 */
@Singleton
public class AdoptedFolderRepository implements PanacheRepositoryBase<AdoptedFolderEntity, String> {
    private static final Map<Storage, String> FOLDERS =
            Map.of(Storage.COPY, "adopted", Storage.REFERENCE, "referenced");
    private static final Predicate<String> SMALL = name -> !name.endsWith(".safetensors");

    private final ArtifactStore artifacts;
    private final PatientTransactions transactions;

    public AdoptedFolderRepository(ArtifactStore artifacts, PatientTransactions transactions) {
        this.artifacts = artifacts;
        this.transactions = transactions;
    }

    /**
     * Stores what evaluations read of a folder.
     *
     * @return its manifest
     * @throws UnusableFolder if it cannot be evaluated, with every fault
     * @throws IOException if it changed meanwhile, or cannot be read or written; nothing stays behind
     */
    public ArtifactRef keep(AdoptedFolder folder, Storage storage, String template) throws UnusableFolder, IOException {
        ModelFiles files = folder.check(template);
        String fingerprint = fingerprint(files, storage);
        Optional<ArtifactRef> known = known(fingerprint);
        if (known.isPresent()) {
            return known.get();
        }
        ArtifactRef model = artifacts.writeFolderByContent(FOLDERS.get(storage), target -> {
            try {
                folder.putInto(target, files, storage, template);
            } catch (UnusableFolder e) {
                throw new IOException("the folder changed while it was read: " + e.getMessage(), e);
            }
            if (!fingerprint(files, storage).equals(fingerprint)) {
                throw new IOException("the folder changed while it was read");
            }
        });
        remember(fingerprint, model);
        return model;
    }

    /**
     * Which weights a stored folder holds.
     *
     * @param base that of the base of an adapter; empty for a whole model
     */
    public String weightsSha256(ArtifactRef model, Optional<ArtifactRef> base) throws IOException {
        return ModelFolders.weightsSha256(artifacts.folder(model, SMALL), base);
    }

    private Optional<ArtifactRef> known(String fingerprint) throws IOException {
        Optional<ArtifactRef> model = transactions.call(
                () -> findByIdOptional(fingerprint).map(known -> Json.read(known.model, ArtifactRef.class)));
        if (model.isPresent()) {
            try {
                artifacts.folder(model.get(), SMALL);
            } catch (ArtifactDamaged removed) {
                return Optional.empty(); // it is stored again
            }
        }
        return model;
    }

    private void remember(String fingerprint, ArtifactRef model) {
        transactions.run(() -> getEntityManager()
                .createQuery("""
                        insert into AdoptedFolder (fingerprint, model) values (:fingerprint, :model)
                        on conflict (fingerprint) do update set model = excluded.model
                        """)
                .setParameter("fingerprint", fingerprint)
                .setParameter("model", Json.write(model))
                .executeUpdate());
    }

    /** Of the files' paths, sizes, times and inodes: reading gigabytes to know that nothing changed would take long. */
    private static String fingerprint(ModelFiles files, Storage storage) throws IOException {
        StringBuilder lines = new StringBuilder(storage == Storage.COPY ? "" : storage + "\n");
        for (Map.Entry<String, Path> file : files.files().entrySet()) {
            BasicFileAttributes attributes = Files.readAttributes(file.getValue(), BasicFileAttributes.class);
            lines.append(file.getKey())
                    .append(' ')
                    .append(file.getValue())
                    .append(' ')
                    .append(attributes.size())
                    .append(' ')
                    .append(attributes.lastModifiedTime().toInstant())
                    .append(' ')
                    .append(attributes.fileKey())
                    .append('\n');
        }
        return Sha256.of(lines.toString());
    }
}
