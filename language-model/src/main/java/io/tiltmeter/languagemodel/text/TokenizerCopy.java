package io.tiltmeter.languagemodel.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Copies a tokenizer beside a model. */
final class TokenizerCopy {

    private static final String TOKENIZER = "tokenizer.json";
    private static final List<String> BESIDE_IT = List.of(
            SpecialTokenFiles.TOKENIZER_CONFIG,
            SpecialTokenFiles.SPECIAL_TOKENS_MAP,
            SpecialTokenFiles.GENERATION_CONFIG);

    private TokenizerCopy() {}

    static void into(Path folder, Path tokenizerJson) {
        try {
            copy(tokenizerJson, folder.resolve(TOKENIZER));
            for (String name : BESIDE_IT) {
                Path file = tokenizerJson.resolveSibling(name);
                if (Files.isRegularFile(file)) {
                    copy(file, folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + tokenizerJson + " into " + folder, e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
