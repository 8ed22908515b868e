package io.tiltmeter.languagemodel.text;

import java.nio.file.Path;
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
 * @param tokens those that are declared and in the vocabulary
 * @param stopIds every id that ends a generated text: the end token's and all of {@code generation_config.json}
 * @param beginningHabit whether texts get the beginning token ({@code add_bos_token})
 * @param endHabit whether texts get the end token ({@code add_eos_token})
 * @param chatTemplate whether the files bring a chat template; it is never run
 */
public record SpecialTokens(
        Map<Role, SpecialToken> tokens,
        SortedSet<Integer> stopIds,
        Habit beginningHabit,
        Habit endHabit,
        ChatTemplate chatTemplate) {

    /** What a special token is for: bos, eos, pad and unk in Hugging Face's words. */
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

    /** What a tokenizer does of itself at one end of a text. */
    public enum Habit {
        ADDS,
        LEAVES,
        UNSAID
    }

    /** Whether there is a chat template. */
    public enum ChatTemplate {
        PRESENT,
        ABSENT
    }

    public SpecialTokens {
        tokens = Map.copyOf(tokens);
        stopIds = Collections.unmodifiableSortedSet(new TreeSet<>(stopIds));
    }

    /**
     * Reads {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code generation_config.json} of a folder,
     * where they are; what they leave open is {@link #recognisedIn recognised} by name.
     *
     * @param tokenizer the folder's
     * @throws IllegalArgumentException naming every fault of all three files
     */
    public static SpecialTokens read(Path folder, Tokenizer tokenizer) {
        return new SpecialTokenFiles(folder, tokenizer).read();
    }

    /**
     * The tokens that the vocabulary has under a well-known name, such as {@code </s>}. A role that two names claim stays
     * empty: nothing is guessed.
     */
    public static SpecialTokens recognisedIn(Tokenizer tokenizer) {
        return of(recognised(tokenizer), List.of(), Habit.UNSAID, Habit.UNSAID, ChatTemplate.ABSENT);
    }

    static SpecialTokens of(
            Map<Role, SpecialToken> tokens,
            Collection<Integer> stopIds,
            Habit beginningHabit,
            Habit endHabit,
            ChatTemplate chatTemplate) {
        SortedSet<Integer> stops = new TreeSet<>(stopIds);
        Optional.ofNullable(tokens.get(Role.END)).ifPresent(end -> stops.add(end.id()));
        return new SpecialTokens(tokens, stops, beginningHabit, endHabit, chatTemplate);
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
}
