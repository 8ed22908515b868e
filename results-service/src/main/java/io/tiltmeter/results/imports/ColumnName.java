package io.tiltmeter.results.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of columns, and other names that files use for them. */
final class ColumnName {
    static final String STEP = "step";
    static final String COUNTERFACTUAL = "counterfactual_accuracy";
    static final String COUNTERFACTUAL_LOW = "counterfactual_low";
    static final String COUNTERFACTUAL_HIGH = "counterfactual_high";
    static final String PARAMETRIC = "parametric_accuracy";
    static final String PARAMETRIC_LOW = "parametric_low";
    static final String PARAMETRIC_HIGH = "parametric_high";
    static final String ITEMS = "items";
    static final String EPOCHS = "epochs";
    static final String TRAINING_LOSS = "training_loss_nats";
    static final String ITEM = "item";
    static final String CLUSTER = "cluster";
    static final String LABEL = "label";
    static final String CONTEXT_FOUND = "context_answer_found";
    static final String MEMORY_FOUND = "memory_answer_found";

    /** The prefix of the name of a standard benchmark. */
    static final String STANDARD = "standard:";

    /** The mean of the standard benchmarks, for files that have only that. */
    static final String STANDARD_MEAN = STANDARD + "mean";

    private static final String STANDARD_AS_EXPORTED = "standard_";

    /** A column of our own exports, which is not a benchmark. */
    private static final String STANDARD_SEGMENT = "standard_segment";

    private static final Map<String, String> SYNONYMS = synonyms();

    private ColumnName() {}

    /** Our name of a column, or the column's own in lower case with underscores. */
    static String of(String header) {
        String trimmed = header.strip();
        if (trimmed.regionMatches(true, 0, STANDARD, 0, STANDARD.length())) {
            return STANDARD + trimmed.substring(STANDARD.length()).strip();
        }
        String plain = trimmed.toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
        if (plain.startsWith(STANDARD_AS_EXPORTED) && !plain.equals(STANDARD_SEGMENT)) {
            return STANDARD + trimmed.substring(STANDARD_AS_EXPORTED.length());
        }
        return SYNONYMS.getOrDefault(plain, plain);
    }

    static boolean isStandard(String name) {
        return name.startsWith(STANDARD);
    }

    private static Map<String, String> synonyms() {
        Map<String, String> synonyms = new HashMap<>();
        Map.of(
                        STEP, List.of("global_step", "steps", "training_step", "train_step"),
                        COUNTERFACTUAL, List.of("counterfactual", "cf_accuracy", "context_accuracy"),
                        PARAMETRIC, List.of("parametric", "memory_accuracy"),
                        ITEMS, List.of("n", "n_items", "item_count", "num_items"),
                        EPOCHS, List.of("epoch"),
                        TRAINING_LOSS, List.of("training_loss", "train_loss", "loss", "loss_nats"),
                        ITEM, List.of("item_id", "id", "question_id", "example_id", "doc_id"),
                        CLUSTER, List.of("cluster_id", "group", "question_group"),
                        LABEL, List.of("answer", "outcome", "answered_from"),
                        CONTEXT_FOUND, List.of("context_share", "context_found"))
                .forEach((name, others) -> others.forEach(other -> synonyms.put(other, name)));
        List.of("memory_share", "memory_found").forEach(other -> synonyms.put(other, MEMORY_FOUND));
        return Map.copyOf(synonyms);
    }
}
