package io.tiltmeter.languagemodel.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The program of a process that reads a {@code tokenizer.json} and encodes texts that make regular expressions try most:
 * letters that are repeated often, followed by one that does not fit. Its class path has the native library and what that
 * needs only.
 */
final class TokenizerTrial {

    /** Status if the library refuses the file, which the first line of the output then explains. */
    static final int REFUSED = 3;

    /**
     * With two repeats that are tried against each other, 5,000 letters take a minute, or more than the 10,000,000 tries at one
     * place after which the library ends its process; a harmless expression takes some 10 ms.
     */
    private static final int[] LENGTHS = {5_000, 40, 1};

    private TokenizerTrial() {}

    /** @param arguments the file, and a file with a text to repeat in each line */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = Map.of("truncation", "false", "padding", "false");
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(Files.readAllBytes(Path.of(arguments[0]))), options)) {
            List<String> units = Files.readAllLines(Path.of(arguments[1]));
            String rest =
                    "\u0001" + String.join("", units); // the library looks first whether letters that it needs follow
            for (String unit : units) {
                String text = unit.replace("\\n", "\n");
                for (int length : LENGTHS) {
                    use(tokenizer, text.repeat(Math.max(1, length / text.length())) + rest);
                }
            }
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static void use(HuggingFaceTokenizer tokenizer, String text) {
        try {
            tokenizer.decode(tokenizer.encode(text, true, false).getIds());
        } catch (RuntimeException e) {
            if (e.getMessage() == null) {
                throw e;
            }
        }
    }
}
