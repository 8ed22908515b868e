package io.tiltmeter.languagemodel.text;

import java.util.Optional;
import java.util.Set;

/**
 * The class that {@code tokenizer_config.json} names, as far as it decides which tokens are added to texts. The rule is that
 * of transformers 4 with a {@code tokenizer.json} (measured with 4.57.6). Release 5 never reads {@code add_bos_token} and
 * {@code add_eos_token} beside a {@code tokenizer.json}, and no longer writes them.
 */
enum TokenizerClass {
    /** Writes a post-processor of its own by the two settings, and adds the beginning token unless they say otherwise. */
    ADDS_BEGINNING,
    /** Writes a post-processor of its own by the two settings, and adds nothing unless they say so. */
    ADDS_NOTHING,
    /** None is named: the two settings decide, since the classes of the supported model families read them. */
    UNNAMED,
    /** Leaves the post-processor as it is and ignores both settings: GPT-2, Qwen2, {@code PreTrainedTokenizerFast}, ... */
    KEEPS_POST_PROCESSOR;

    private static final Set<String> ADDING =
            Set.of("LlamaTokenizer", "CodeLlamaTokenizer", "GemmaTokenizer", "CohereTokenizer");
    private static final String GPT_NEOX = "GPTNeoXTokenizer";
    private static final String FAST = "Fast";

    /** @param name with or without {@code Fast} at its end; empty if none is named */
    static TokenizerClass named(String name) {
        String base = name.endsWith(FAST) ? name.substring(0, name.length() - FAST.length()) : name;
        if (base.isEmpty()) {
            return UNNAMED;
        }
        if (ADDING.contains(base)) {
            return ADDS_BEGINNING;
        }
        return base.equals(GPT_NEOX) ? ADDS_NOTHING : KEEPS_POST_PROCESSOR;
    }

    /**
     * Whether the beginning token is added; empty if the post-processor decides.
     *
     * @param beginningSaid {@code add_bos_token}
     * @param endSaid {@code add_eos_token}
     * @param postProcessor what the {@code tokenizer.json} adds
     */
    Optional<Boolean> addsBeginning(
            Optional<Boolean> beginningSaid, Optional<Boolean> endSaid, AddedTokens postProcessor) {
        return switch (this) {
            case ADDS_BEGINNING ->
                beginningSaid.or(
                        () -> endSaid.isPresent() || !postProcessor.isSaid() ? Optional.of(true) : Optional.empty());
            case ADDS_NOTHING -> beginningSaid.or(() -> Optional.of(false));
            case UNNAMED -> beginningSaid;
            case KEEPS_POST_PROCESSOR -> Optional.empty();
        };
    }

    /** Whether the end token is added; empty if the post-processor decides. Parameters as above. */
    Optional<Boolean> addsEnd(Optional<Boolean> beginningSaid, Optional<Boolean> endSaid) {
        return switch (this) {
            case ADDS_BEGINNING -> endSaid.or(() -> beginningSaid.map(said -> false));
            case ADDS_NOTHING -> endSaid.or(() -> Optional.of(false));
            case UNNAMED -> endSaid;
            case KEEPS_POST_PROCESSOR -> Optional.empty();
        };
    }
}
