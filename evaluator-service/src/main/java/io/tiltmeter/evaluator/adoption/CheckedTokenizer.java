package io.tiltmeter.evaluator.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tokenizer that was found good last: the next checkpoint of a run mostly has the same, which need not be parsed. */
final class CheckedTokenizer {
    private Optional<Path> good = Optional.empty();

    void isGood(Path home) {
        good = Optional.of(home);
    }

    /** Whether the files of a folder's tokenizer are those that were found good, byte for byte. */
    boolean isKnown(Path home) throws IOException {
        if (good.isEmpty()) {
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
