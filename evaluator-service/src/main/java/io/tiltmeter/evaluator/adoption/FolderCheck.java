package io.tiltmeter.evaluator.adoption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault;
import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault.Outlook;
import io.tiltmeter.languagemodel.Family;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.weights.Adapter;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import io.tiltmeter.languagemodel.weights.InvalidSafetensorsException;
import io.tiltmeter.languagemodel.weights.SafetensorsFile;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a folder can be evaluated. Checks every file that would be read, without loading weights. */
final class FolderCheck {
    private static final String SUPPORTED =
            "adopt a model of the " + Family.titles() + " family in the Hugging Face layout";
    private static final String WAIT = "wait until it is written completely, or let the trainer write it again";

    private final Path folder;
    private final List<FolderFault> faults = new ArrayList<>();

    private FolderCheck(Path folder) {
        this.folder = folder;
    }

    /**
     * Checks a whole model.
     *
     * @param tokenizer the folder whose tokenizer it is used with; empty if none was found
     * @throws UnusableFolder with every fault
     */
    static void model(Path folder, Optional<Path> tokenizer, String template, CheckedTokenizer checked)
            throws UnusableFolder, IOException {
        FolderCheck check = new FolderCheck(folder);
        Optional<ModelConfig> config = check.config();
        check.weights(config);
        check.tokenizer(tokenizer, config, template, checked);
        check.end();
    }

    /**
     * Checks an adapter.
     *
     * @param base its base; empty if none was found, which is a fault by itself
     * @throws UnusableFolder with every fault
     */
    static void adapter(
            Path folder, Optional<Path> base, Optional<Path> tokenizer, String template, CheckedTokenizer checked)
            throws UnusableFolder, IOException {
        FolderCheck check = new FolderCheck(folder);
        Optional<ModelConfig> config = check.adapter(base);
        check.tokenizer(tokenizer, config, template, checked);
        check.end();
    }

    private Optional<ModelConfig> config() throws IOException {
        try {
            return Optional.of(ModelConfig.read(folder));
        } catch (UnsupportedModelException e) {
            add(
                    e,
                    ModelFiles.CONFIG + ": ",
                    isWholeJson(ModelFiles.CONFIG) ? SUPPORTED : WAIT,
                    isWholeJson(ModelFiles.CONFIG) ? Outlook.FINAL : Outlook.PERHAPS_UNFINISHED);
            return Optional.empty();
        }
    }

    private void weights(Optional<ModelConfig> config) throws IOException {
        try {
            WeightFiles.open(folder).close();
        } catch (UnsupportedModelException e) {
            add(e, "", WAIT, Outlook.PERHAPS_UNFINISHED);
            return;
        }
        try {
            config.ifPresent(known -> ModelFolder.check(folder, known));
        } catch (UnsupportedModelException e) {
            add(e, "", SUPPORTED, Outlook.FINAL);
        }
    }

    /** @return the configuration of the base, where it can be read */
    private Optional<ModelConfig> adapter(Optional<Path> base) throws IOException {
        try {
            AdapterConfig.read(folder);
        } catch (UnsupportedModelException e) {
            boolean isWhole = isWholeJson(AdapterConfig.FILE);
            add(
                    e,
                    AdapterConfig.FILE + ": ",
                    isWhole ? "merge the adapter into its base and adopt that" : WAIT,
                    isWhole ? Outlook.FINAL : Outlook.PERHAPS_UNFINISHED);
            return Optional.empty();
        }
        Path weights = folder.resolve(Adapter.WEIGHTS);
        if (Files.exists(weights)) {
            try {
                SafetensorsFile.open(weights).close();
            } catch (InvalidSafetensorsException e) {
                add(e.getMessage(), WAIT, Outlook.PERHAPS_UNFINISHED);
                return Optional.empty();
            }
        }
        try {
            Optional<ModelConfig> config = base.map(ModelConfig::read);
            if (config.isPresent()) {
                Adapter.check(folder, WeightLayout.projections(config.get()));
            }
            return config;
        } catch (UnsupportedModelException e) {
            boolean isMissing = !Files.exists(weights);
            add(
                    e,
                    "",
                    isMissing ? WAIT : "name the base that the adapter was trained on",
                    isMissing ? Outlook.PERHAPS_UNFINISHED : Outlook.FINAL);
            return Optional.empty();
        }
    }

    private void tokenizer(Optional<Path> home, Optional<ModelConfig> config, String template, CheckedTokenizer checked)
            throws IOException {
        if (home.isEmpty()) {
            add(
                    ModelFiles.TOKENIZER + " is not there",
                    "save the tokenizer with it: tokenizer.save_pretrained(folder)," + " a fast one",
                    Outlook.PERHAPS_UNFINISHED);
            return;
        }
        int rows = config.map(ModelConfig::vocabSize).orElse(Integer.MAX_VALUE);
        if (checked.isKnown(home.get(), rows)) {
            return;
        }
        try (Tokenizer tokenizer = Tokenizer.load(home.get().resolve(ModelFiles.TOKENIZER))) {
            try {
                new ExampleEncoder(tokenizer, PromptTemplate.named(template), 2);
                List<String> beyond = tokenizer.specialTokens().faultsFor(rows);
                beyond.forEach(fault -> add(
                        fault,
                        "resize the embedding (model.resize_token_embeddings(len(tokenizer))) and save the model, or remove"
                                + " the token from the tokenizer's files",
                        Outlook.FINAL));
                if (beyond.isEmpty()) {
                    checked.isGood(home.get(), rows);
                }
            } catch (IllegalArgumentException e) {
                add(
                        "template " + template + " does not fit the tokenizer: " + e.getMessage(),
                        "send the template that the run trains with, or mend the tokenizer's files",
                        Outlook.FINAL);
            }
        } catch (IllegalArgumentException e) {
            add(
                    e.getMessage(),
                    "save the tokenizer again: tokenizer.save_pretrained(folder), a fast one",
                    Outlook.PERHAPS_UNFINISHED);
        }
    }

    private boolean isWholeJson(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            return Files.isRegularFile(file)
                    && new ObjectMapper().readTree(file.toFile()).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** A cause that is recognised has a remedy of its own, and is no sign of an unfinished folder. */
    private void add(UnsupportedModelException e, String before, String remedy, Outlook outlook) {
        Outlook known = e.remedy().isPresent() ? Outlook.FINAL : outlook;
        e.faults().forEach(fault -> add(before + fault, e.remedy().orElse(remedy), known));
    }

    /** Without the path: messages to users carry no path of this machine. */
    private void add(String what, String remedy, Outlook outlook) {
        Path parent = folder.getParent();
        String placeless = what.replace(folder + "/", "").replace(folder.toString(), "the folder");
        faults.add(new FolderFault(parent == null ? placeless : placeless.replace(parent + "/", ""), remedy, outlook));
    }

    private void end() throws UnusableFolder {
        if (!faults.isEmpty()) {
            throw new UnusableFolder(faults);
        }
    }

    /** The tokenizer that was found valid last: the next checkpoint of a run usually has the same, which is not parsed again. */
    static final class CheckedTokenizer {
        private Optional<Path> good = Optional.empty();
        private int rows;

        /** @param rows of the embedding that it fits */
        void isGood(Path home, int rows) {
            this.good = Optional.of(home);
            this.rows = rows;
        }

        /** Whether the files of a folder's tokenizer are those that were found good for as many rows, byte for byte. */
        boolean isKnown(Path home, int rows) throws IOException {
            if (good.isEmpty() || this.rows != rows) {
                return false;
            }
            List<String> names = new ArrayList<>(ModelFiles.TOKENIZER_FILES);
            names.add(ModelFiles.GENERATION_CONFIG);
            for (String name : names) {
                if (!isSame(home.resolve(name), good.get().resolve(name))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isSame(Path one, Path other) throws IOException {
            boolean isThere = Files.isRegularFile(one);
            return isThere == Files.isRegularFile(other) && (!isThere || Files.mismatch(one, other) == -1);
        }
    }
}
