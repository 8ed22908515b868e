package io.tiltmeter.dataset.filter;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Apache OpenNLP's detector of 103 languages, with calibrated confidences: its own grow with the length of a text and are
 * 0.05 at 60 characters, where each of our sentences was detected correctly. They are sharpened as a softmax is by its
 * temperature (Guo et al., ICML 2017), which keeps their order (docs/decisions/0011).
 */
final class LanguageDetector {
    /** Measured: confidences then agree with the share detected correctly, at 20 to 60 characters. */
    private static final double SHARPNESS = 16;

    private final LanguageDetectorME detector = new LanguageDetectorME(Model.LOADED);

    /**
     * A language that a text may be in.
     *
     * @param code ISO 639-3
     * @param confidence in [0, 1]; those of one text sum to 1
     */
    record Guess(String code, double confidence) {}

    /** Read at first use and then shared: nothing in it changes. */
    private static final class Model {
        private static final String RESOURCE = "/langdetect-183.bin";
        private static final LanguageDetectorModel LOADED = load();

        private static LanguageDetectorModel load() {
            try (InputStream in = LanguageDetector.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new FileNotFoundException(
                            RESOURCE + " of opennlp-models-langdetect is not on the class path");
                }
                return new LanguageDetectorModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Every language with its confidence, the likeliest first. */
    List<Guess> guesses(String text) {
        Language[] languages = detector.predictLanguages(text);
        double highest = languages[0].getConfidence();
        double[] sharpened = Arrays.stream(languages)
                .mapToDouble(language -> Math.pow(language.getConfidence() / highest, SHARPNESS))
                .toArray();
        double sum = Arrays.stream(sharpened).sum();
        Guess[] guesses = new Guess[languages.length];
        for (int i = 0; i < guesses.length; i++) {
            guesses[i] = new Guess(languages[i].getLang(), sharpened[i] / sum);
        }
        return List.of(guesses);
    }

    /** The codes that guesses have. */
    static Set<String> codes() {
        return new TreeSet<>(List.of(new LanguageDetectorME(Model.LOADED).getSupportedLanguages()));
    }
}
