package io.tiltmeter.evaluator.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.evaluator.adoption.AdoptedFolder;
import io.tiltmeter.evaluator.adoption.ModelFiles;
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
 * Copies of folders from elsewhere in the artifact store, each under the hash of its files: evaluators see no other
 * directory, and a folder there may change. A folder that has not changed since is not copied again. Transactions are its
 * own, since files are copied between them.
 */
@Singleton
public class AdoptedFolderRepository implements PanacheRepositoryBase<AdoptedFolderEntity, String> {
    private static final String FOLDER = "adopted";
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
     * @return the copy's manifest
     * @throws UnusableFolder if it cannot be evaluated, with every fault
     * @throws IOException if it changed meanwhile, or cannot be read or written; nothing stays behind
     */
    public ArtifactRef keep(AdoptedFolder folder, String template) throws UnusableFolder, IOException {
        ModelFiles files = folder.check(template);
        String fingerprint = fingerprint(files);
        Optional<ArtifactRef> known = known(fingerprint);
        if (known.isPresent()) {
            return known.get();
        }
        ArtifactRef model = artifacts.writeFolderByContent(FOLDER, target -> {
            try {
                folder.copyInto(target, files, template);
            } catch (UnusableFolder e) {
                throw new IOException("the folder changed while it was copied: " + e.getMessage(), e);
            }
            if (!fingerprint(files).equals(fingerprint)) {
                throw new IOException("the folder changed while it was copied");
            }
        });
        remember(fingerprint, model);
        return model;
    }

    /**
     * Which weights a copy holds.
     *
     * @param base the copy of the base of an adapter; empty for a whole model
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
                return Optional.empty(); // it is copied again
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
    private static String fingerprint(ModelFiles files) throws IOException {
        StringBuilder lines = new StringBuilder();
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
