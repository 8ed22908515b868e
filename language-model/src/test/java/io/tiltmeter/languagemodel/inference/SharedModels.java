package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.Precision;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Models that are loaded once for all tests that do not change them, since loading one takes longer than most of its tests. */
final class SharedModels {

    private static final Map<Path, LanguageModel> MODELS = new ConcurrentHashMap<>();
    private static final Map<Path, LanguageModel> IN_BFLOAT16 = new ConcurrentHashMap<>();
    private static final Map<Path, NaiveAnswers> NAIVE = new ConcurrentHashMap<>();

    private SharedModels() {}

    /** In float32, without adapter; not to be closed. */
    static LanguageModel of(Path folder) {
        return MODELS.computeIfAbsent(folder, LanguageModel::load);
    }

    /** With matrix products in bfloat16, without adapter; not to be closed. */
    static LanguageModel inBfloat16(Path folder) {
        return IN_BFLOAT16.computeIfAbsent(folder, unread -> LanguageModel.load(unread, Precision.BFLOAT16));
    }

    /** The oracle's answers for the same folder. */
    static NaiveAnswers naive(Path folder) {
        return NAIVE.computeIfAbsent(folder, NaiveAnswers::new);
    }
}
