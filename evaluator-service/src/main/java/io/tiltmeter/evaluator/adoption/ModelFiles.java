package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.languagemodel.text.ChatTemplate;
import io.tiltmeter.languagemodel.weights.Adapter;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of a model or an adapter that an evaluation reads, and no other: the state of an optimizer next to them does
 * not make a checkpoint another model.
 *
 * @param files the path of each, links resolved, by the name that it is stored under
 */
public record ModelFiles(Map<String, Path> files) {
    static final String CONFIG = "config.json";
    static final String TOKENIZER = "tokenizer.json";

    static final String GENERATION_CONFIG = "generation_config.json";
    static final List<String> TOKENIZER_FILES =
            List.of(TOKENIZER, "tokenizer_config.json", "special_tokens_map.json", ChatTemplate.FILE);
    private static final String WEIGHTS_ENDING = ".safetensors";

    public ModelFiles {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** @param tokenizer the folder whose tokenizer it is used with */
    static ModelFiles ofModel(Path folder, Path tokenizer) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        add(files, folder, CONFIG);
        add(files, folder, GENERATION_CONFIG);
        Set<Path> weights = new TreeSet<>();
        try (WeightFiles opened = WeightFiles.open(folder)) {
            for (Path path : opened.paths()) {
                weights.add(path.toRealPath());
            }
        }
        try (Stream<Path> all = Files.list(folder)) { // a hub's cache links names to files that are named by their hash
            for (Path path :
                    all.filter(file -> file.toString().endsWith(WEIGHTS_ENDING)).toList()) {
                if (weights.contains(path.toRealPath())) {
                    add(files, folder, path.getFileName().toString());
                }
            }
        }
        if (!files.containsKey(WeightFiles.SINGLE_FILE)) {
            add(files, folder, WeightFiles.INDEX);
        }
        addTokenizer(files, tokenizer);
        return new ModelFiles(files);
    }

    /** @param tokenizer the folder whose tokenizer it is used with */
    static ModelFiles ofAdapter(Path folder, Path tokenizer) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        add(files, folder, AdapterConfig.FILE);
        add(files, folder, Adapter.WEIGHTS);
        addTokenizer(files, tokenizer);
        add(files, tokenizer, GENERATION_CONFIG);
        add(files, folder, GENERATION_CONFIG);
        return new ModelFiles(files);
    }

    private static void addTokenizer(Map<String, Path> files, Path folder) throws IOException {
        for (String name : TOKENIZER_FILES) {
            add(files, folder, name);
        }
    }

    private static void add(Map<String, Path> files, Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
            files.put(name, file.toRealPath());
        }
    }

    /** Puts them into an empty folder. */
    public void putInto(Path folder, Storage storage) throws IOException {
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            if (storage == Storage.REFERENCE) {
                Files.createSymbolicLink(target, file.getValue());
            } else {
                Files.copy(file.getValue(), target);
            }
        }
    }
}
