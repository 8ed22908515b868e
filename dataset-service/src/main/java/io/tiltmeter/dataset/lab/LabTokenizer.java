package io.tiltmeter.dataset.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The tokenizer of a lab world: one token a word, split at spaces, decoded by joining with spaces. */
public final class LabTokenizer {
    private static final List<String> SPECIAL = List.of("<pad>", "<bos>", "<eos>", "<unk>");
    private static final List<String> FORMAT =
            List.of("###", "Instruction", "Input", "Response", "question", "answer", ":", "text");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z#<>:.?]+");

    private final List<String> vocabulary;

    public LabTokenizer(LabWorld world) {
        Set<String> words = new LinkedHashSet<>(SPECIAL);
        words.addAll(FORMAT);
        words.addAll(world.wording().words());
        for (AnswerPool pool : AnswerPool.values()) {
            words.addAll(world.pool(pool));
        }
        world.subjects().forEach(subject -> words.add(subject.name()));
        words.stream().filter(word -> !PLAIN.matcher(word).matches()).findAny().ifPresent(word -> {
            throw new IllegalStateException("\"" + word + "\" is not made of " + PLAIN + " and cannot be a token");
        });
        vocabulary = List.copyOf(words);
    }

    /** The words, by token id: pad 0, bos 1, eos 2, unk 3. */
    public List<String> vocabulary() {
        return vocabulary;
    }

    /** The {@code tokenizer.json} of Hugging Face's tokenizers library. It adds no bos or eos by itself. */
    public String json() {
        List<String> added = new ArrayList<>();
        for (String token : SPECIAL) {
            added.add("    {\"id\": " + vocabulary.indexOf(token) + ", \"content\": \"" + token + "\", "
                    + "\"single_word\": false, \"lstrip\": false, \"rstrip\": false, "
                    + "\"normalized\": false, \"special\": true}");
        }
        List<String> ids = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.add("      \"" + vocabulary.get(id) + "\": " + id);
        }
        return """
                {
                  "version": "1.0",
                  "truncation": null,
                  "padding": null,
                  "added_tokens": [
                %s
                  ],
                  "normalizer": null,
                  "pre_tokenizer": {"type": "WhitespaceSplit"},
                  "post_processor": null,
                  "decoder": null,
                  "model": {
                    "type": "WordLevel",
                    "vocab": {
                %s
                    },
                    "unk_token": "<unk>"
                  }
                }
                """.formatted(String.join(",\n", added), String.join(",\n", ids));
    }
}
