package io.tiltmeter.languagemodel.command;

import io.tiltmeter.languagemodel.inference.TokenChoice;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How {@code generate} renders prompts, chooses tokens and stops. */
final class GenerateOptions {

    static final String TEMPLATE = "of instructions and messages (${DEFAULT-VALUE}); docs/templates.md";

    @Option(names = "--template", paramLabel = "NAME", defaultValue = "plain", description = TEMPLATE)
    PromptTemplate template;

    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "64", description = "(${DEFAULT-VALUE})")
    Integer maxNewTokens;

    @Option(names = "--stop", paramLabel = "TEXT", description = "ends an answer before it; may be given several times")
    List<String> stops = List.of();

    @Option(names = "--temperature", paramLabel = "T", description = "(1)")
    private Optional<Double> temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "(0: all)")
    private Optional<Integer> topK;

    @Option(names = "--top-p", paramLabel = "P", description = "(1)")
    private Optional<Double> topP;

    @Option(names = "--n", paramLabel = "N", description = "answers to each prompt (1)")
    private Optional<Integer> samples;

    @Option(names = "--seed", paramLabel = "S", description = "(0)")
    private Optional<Long> seed;

    /** @throws IllegalArgumentException naming every value that is out of its range */
    TokenChoice choice() {
        if (Stream.of(temperature, topK, topP, samples, seed).allMatch(Optional::isEmpty)) {
            return new TokenChoice.Greedy();
        }
        return new Sampled(
                temperature.orElse(1.0),
                topK.orElse(Sampled.ALL),
                topP.orElse(1.0),
                samples.orElse(1),
                seed.orElse(0L),
                0);
    }
}
