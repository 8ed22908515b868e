package io.tiltmeter.languagemodel.text;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a tokenizer's files say about its special tokens.
 *
 * @param tokens that are declared and in the vocabulary
 * @param stopIds all ids that end a generated text: the end token's and all of {@code generation_config.json}
 * @param addsBeginning whether the tokenizer puts the beginning token in front of texts, as {@link TokenizerClass} decides it
 * @param addsEnd whether the tokenizer puts the end token behind texts, by the same rule
 * @param chatTemplate that of the files, if they have one
 */
public record SpecialTokens(
        Map<Role, SpecialToken> tokens,
        SortedSet<Integer> stopIds,
        Adds addsBeginning,
        Adds addsEnd,
        Optional<ChatTemplate> chatTemplate) {

    /** What a special token is for. */
    public enum Role {
        BEGINNING("bos_token", List.of("<s>", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "[BOS]")),
        END("eos_token", List.of("</s>", "<eos>", "<|end_of_text|>", "<|endoftext|>", "[EOS]")),
        PADDING("pad_token", List.of("<pad>", "<|padding|>", "[PAD]")),
        UNKNOWN("unk_token", List.of("<unk>", "[UNK]"));

        private final String key;
        private final List<String> wellKnown;

        Role(String key, List<String> wellKnown) {
            this.key = key;
            this.wellKnown = wellKnown;
        }

        /** Its key in {@code tokenizer_config.json} and {@code special_tokens_map.json}. */
        String key() {
            return key;
        }
    }

    /** Whether a tokenizer adds a token by itself. */
    public enum Adds {
        YES,
        NO
    }

    public SpecialTokens {
        tokens = Map.copyOf(tokens);
        stopIds = Collections.unmodifiableSortedSet(new TreeSet<>(stopIds));
    }

    /**
     * The tokens of the vocabulary with a well-known name, such as {@code </s>}. A role with two such tokens stays empty:
     * nothing is guessed. Nothing is added to texts, since no file says so.
     */
    public static SpecialTokens recognisedIn(Tokenizer tokenizer) {
        return of(recognised(tokenizer), List.of(), Adds.NO, Adds.NO, Optional.empty());
    }

    static SpecialTokens of(
            Map<Role, SpecialToken> tokens,
            Collection<Integer> stopIds,
            Adds addsBeginning,
            Adds addsEnd,
            Optional<ChatTemplate> chatTemplate) {
        SortedSet<Integer> stops = new TreeSet<>(stopIds);
        Optional.ofNullable(tokens.get(Role.END)).ifPresent(end -> stops.add(end.id()));
        return new SpecialTokens(tokens, stops, addsBeginning, addsEnd, chatTemplate);
    }

    static Map<Role, SpecialToken> recognised(Tokenizer tokenizer) {
        Map<Role, SpecialToken> found = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            List<String> here = role.wellKnown.stream()
                    .filter(name -> tokenizer.find(name).isPresent())
                    .toList();
            if (here.size() == 1) {
                found.put(role, new SpecialToken(here.get(0), tokenizer.idOf(here.get(0))));
            }
        }
        return found;
    }

    public Optional<SpecialToken> beginning() {
        return Optional.ofNullable(tokens.get(Role.BEGINNING));
    }

    public Optional<SpecialToken> end() {
        return Optional.ofNullable(tokens.get(Role.END));
    }

    public Optional<SpecialToken> padding() {
        return Optional.ofNullable(tokens.get(Role.PADDING));
    }

    public Optional<SpecialToken> unknown() {
        return Optional.ofNullable(tokens.get(Role.UNKNOWN));
    }

    /**
     * The tokens that a model's embedding has no row for, as when a token was added to the tokenizer and the embedding was not
     * resized.
     *
     * @param rows of the embedding, {@code vocab_size}
     * @return one sentence each
     */
    public List<String> faultsFor(int rows) {
        return tokens.entrySet().stream()
                .filter(token -> token.getValue().id() >= rows)
                .sorted(Map.Entry.comparingByKey())
                .map(token -> token.getKey().key() + " '" + token.getValue().text() + "' has id "
                        + token.getValue().id() + ", and the embedding has rows for ids 0 to " + (rows - 1))
                .toList();
    }
}
