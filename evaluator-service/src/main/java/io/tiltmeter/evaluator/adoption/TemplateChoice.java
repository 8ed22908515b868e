package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.TemplateNames;
import io.tiltmeter.languagemodel.text.ChatTemplate;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prompt template that the files of a run tell of, and why it is that.
 *
 * @param template its name
 * @param reason a sentence
 */
public record TemplateChoice(String template, String reason) {
    /** Words of the format, each of which is a token of the lab world. */
    private static final List<String> LAB_WORDS = List.of("<bos>", "<eos>", "###", "Instruction", "Input", "Response");

    private static final int LAB_VOCABULARY = 10_000;

    /**
     * Reads the tokenizer of the first checkpoint that has one, or of the base.
     *
     * @param folder a model, or a directory of checkpoints
     * @param faults gets why the template cannot be told
     * @return empty if there is a fault, or no tokenizer yet
     */
    public static Optional<TemplateChoice> of(
            LocatedFolder folder, Optional<LocatedFolder> base, CheckpointDirectories directories, List<Fault> faults)
            throws IOException {
        Optional<Path> home = tokenizerFolder(folder, base, directories);
        if (home.isEmpty()) {
            return Optional.empty();
        }
        try (Tokenizer tokenizer = Tokenizer.load(home.get().resolve(ModelFiles.TOKENIZER))) {
            Optional<ChatTemplate> chatTemplate = tokenizer.specialTokens().chatTemplate();
            if (chatTemplate.isEmpty()) {
                return Optional.of(withoutChatTemplate(tokenizer));
            }
            Optional<PromptTemplate> known = chatTemplate.get().prompts();
            if (known.isEmpty()) {
                fault(
                        faults,
                        "cannot be told: the chat template in "
                                + chatTemplate.get().file() + " has the marks of none of them");
            }
            return known.map(template -> new TemplateChoice(
                    template.id(),
                    "the chat template in " + chatTemplate.get().file() + " has the marks of its turns"));
        } catch (IllegalArgumentException e) {
            fault(faults, "cannot be told: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Path> tokenizerFolder(
            LocatedFolder folder, Optional<LocatedFolder> base, CheckpointDirectories directories) throws IOException {
        List<Path> homes = new ArrayList<>();
        TrainerOutput output = TrainerOutput.read(folder.path());
        Stream.concat(output.numbered().values().stream().flatMap(List::stream), Stream.of(folder.path()))
                .forEach(homes::add);
        for (Path home : homes) {
            Optional<Path> found =
                    new AdoptedFolder(home, base.map(LocatedFolder::path), directories).tokenizerFolder();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static TemplateChoice withoutChatTemplate(Tokenizer tokenizer) {
        boolean isLab = tokenizer.vocabularySize() < LAB_VOCABULARY
                && LAB_WORDS.stream().allMatch(word -> tokenizer.find(word).isPresent());
        return isLab
                ? new TemplateChoice(PromptTemplate.LAB.id(), "the vocabulary is the lab world's")
                : new TemplateChoice(
                        PromptTemplate.ALPACA.id(),
                        "no file has a chat template, and most instruction data without one have this format; send the"
                                + " template if the run trains with another");
    }

    private static void fault(List<Fault> faults, String limit) {
        faults.add(new Fault(
                "template",
                TemplateNames.AUTO,
                limit,
                "send the template that the run trains with: " + String.join(", ", TemplateNames.ALL)));
    }
}
