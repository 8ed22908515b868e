package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.evaluator.adoption.FolderCheck.CheckedTokenizer;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One folder that is to be adopted.
 *
 * @param folder it, links resolved
 * @param base the folder of the whole model that it was finetuned from, links resolved; an adapter needs one
 * @param directories where files may lie
 */
public record AdoptedFolder(Path folder, Optional<Path> base, CheckpointDirectories directories) {
    /** Whether it claims to hold an adapter. */
    public boolean isAdapter() {
        return isAdapter(folder);
    }

    static boolean isAdapter(Path folder) {
        return Files.exists(folder.resolve(AdapterConfig.FILE));
    }

    /** Whether a folder claims to hold a model or an adapter. */
    static boolean isModel(Path folder) {
        return isAdapter(folder) || Files.exists(folder.resolve(ModelFiles.CONFIG));
    }

    /**
     * The files that evaluations read, after a check of all of them.
     *
     * @throws UnusableFolder if it cannot be evaluated, with every fault
     * @throws IOException if a file cannot be read
     */
    public ModelFiles check(String template) throws UnusableFolder, IOException {
        return check(template, new CheckedTokenizer());
    }

    ModelFiles check(String template, CheckedTokenizer checked) throws UnusableFolder, IOException {
        Optional<Path> tokenizer = tokenizerFolder();
        directories.refuseLinksOut(folder);
        if (tokenizer.isPresent()) {
            directories.refuseLinksOut(tokenizer.get());
        }
        Path home = tokenizer.orElse(folder);
        if (isAdapter()) {
            FolderCheck.adapter(folder, base, tokenizer, template, checked);
            return ModelFiles.ofAdapter(folder, home);
        }
        FolderCheck.model(folder, tokenizer, template, checked);
        return ModelFiles.ofModel(folder, home);
    }

    /**
     * Puts the files into an empty folder and checks what lies there, which is what will be evaluated.
     *
     * @throws UnusableFolder if it cannot be evaluated: the folder changed meanwhile
     */
    public void putInto(Path target, ModelFiles files, Storage storage, String template)
            throws UnusableFolder, IOException {
        files.putInto(target, storage);
        if (isAdapter(target)) {
            FolderCheck.adapter(target, base, Optional.of(target), template, new CheckedTokenizer());
        } else {
            FolderCheck.model(target, Optional.of(target), template, new CheckedTokenizer());
        }
    }

    /** The folder with its tokenizer: it, or the output directory that contains it, or the base; empty if none has one. */
    public Optional<Path> tokenizerFolder() {
        List<Path> homes = new ArrayList<>(List.of(folder));
        if (LocatedFolder.number(folder).isPresent()
                && folder.getParent() != null
                && directories.holds(folder.getParent())) {
            homes.add(folder.getParent());
        }
        base.ifPresent(homes::add);
        return homes.stream()
                .filter(home -> Files.isRegularFile(home.resolve(ModelFiles.TOKENIZER)))
                .findFirst();
    }
}
