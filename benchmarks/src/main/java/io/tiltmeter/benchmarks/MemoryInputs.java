package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.LabSuites;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the benchmark of memory posts: rows of about 512 tokens to train and to be evaluated on, and small models. */
final class MemoryInputs {
    static final String MIXTURE = "memory";
    static final String SUITE = "memory.v1";

    private static final long SEED = 41;

    /** Some 16,000 tokens in 32 rows. */
    private static final int EXAMPLES_A_STEP = 600;

    private static final int ITEMS = 64;
    private static final int CONTEXT_WORDS = 440;

    /** Of one size, so that memory that grows from one to the next is not that of a larger model. */
    private static final int MODELS = 3;

    private static final String RUN = """
            {"run_name": "%s", "mixture": "%s", "suites": ["%s"], "evaluation": {"scorers": ["contains", "logprob"]},
             "model_config": {"model_type": "llama", "hidden_size": 128, "intermediate_size": 320, "num_hidden_layers": 3,
                              "num_attention_heads": 8, "tie_word_embeddings": true, "max_position_embeddings": 512},
             "seed": %d, "learning_rate": 1e-3, "max_steps": %d, "save_steps": 1, "packing": true, "max_length": 512,
             "per_device_train_batch_size": %d}""";

    private MemoryInputs() {}

    static int models() {
        return MODELS;
    }

    static String runName(int model) {
        return "memory-" + (model + 1);
    }

    /** The request of a mixture for so many steps. */
    static String mixture(int steps) {
        return String.format(
                "{\"mixture_id\": \"%s\", \"recipe\": \"lab_pretraining\", \"seed\": %d, \"document_count\": %d}",
                MIXTURE, SEED, steps * EXAMPLES_A_STEP);
    }

    /** The request of a run of a model of 0.66 million parameters that saves a checkpoint before its first step and after every one. */
    static String run(int model, int steps) {
        return String.format(RUN, runName(model), MIXTURE, SUITE, model, steps, EXAMPLES_A_STEP);
    }

    /** A suite of JSON lines: the lab's conflict items, each with the contexts of the following ones behind its own. */
    static String suite() throws IOException {
        List<SuiteItem> items = new LabSuites(LabWorld.fromSeed(SEED)).items(LabSuite.CONFLICT);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ITEMS; i++) {
            SuiteItem item = items.get(i);
            StringBuilder context = new StringBuilder(item.context());
            for (int next = i + 1; words(context) < CONTEXT_WORDS; next++) {
                context.append(' ').append(items.get(next % items.size()).context());
            }
            lines.append(Json.mapper()
                            .writeValueAsString(Map.of(
                                    "context",
                                    context.toString(),
                                    "question",
                                    item.question(),
                                    "context_answer",
                                    item.contextAnswer(),
                                    "memory_answer",
                                    item.memoryAnswer())))
                    .append('\n');
        }
        return lines.toString();
    }

    private static int words(CharSequence text) {
        return text.toString().split(" ").length;
    }
}
