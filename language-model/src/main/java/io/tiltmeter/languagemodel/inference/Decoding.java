package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Generates answers to prompts. */
final class Decoding {

    /** Ended rows are removed from the batch if at least so many steps can follow; for fewer, copying the cache costs more. */
    static final int STEPS_WORTH_A_COPY = 32;

    private final DecoderNetwork network;
    private final ModelConfig config;
    private final GenerationSettings settings;
    private final Stopping stopping;
    private final double contrast;

    /**
     * An answer to generate.
     *
     * @param prompt index of its prompt in the call
     * @param sample index among the answers to its prompt
     * @param sides the prompt's ids; two of them are contrasted, and the answer is appended to both
     */
    record Row(int prompt, int sample, int[][] sides) {

        /** Of the longest side. */
        int tokens() {
            return Arrays.stream(sides).mapToInt(side -> side.length).max().orElseThrow();
        }
    }

    /** @param contrast weight of the difference between the sides of a prompt, where there are two */
    Decoding(
            DecoderNetwork network,
            ModelConfig config,
            GenerationSettings settings,
            Stopping stopping,
            double contrast) {
        this.network = network;
        this.config = config;
        this.settings = settings;
        this.stopping = stopping;
        this.contrast = contrast;
    }

    /**
     * A prompt with several answers is read once, and its part of the cache is copied.
     *
     * @param weights as arguments of the network
     */
    List<Generation> answers(NDManager callMemory, List<NDArray> weights, Row[] rows) {
        Map<Integer, Integer> textOfPrompt = new HashMap<>();
        List<int[][]> prompts = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (Row row : rows) {
            int text = textOfPrompt.computeIfAbsent(row.prompt(), unread -> {
                prompts.add(row.sides());
                return prompts.size() - 1;
            });
            answers.add(new Answer(row, text, settings.maxNewTokens(), stopping));
        }
        GrowingTexts texts =
                new GrowingTexts(network, config, callMemory, weights, prompts, settings.maxNewTokens(), contrast);
        List<Answer> batch = answers;
        int step = 0;
        while (true) {
            addNext(batch, texts, step++);
            List<Answer> open =
                    batch.stream().filter(answer -> !answer.hasEnded()).toList();
            if (open.isEmpty()) {
                return answers.stream().map(Answer::whole).toList();
            }
            boolean fewAreOpen =
                    2 * open.size() <= batch.size() && settings.maxNewTokens() - step >= STEPS_WORTH_A_COPY;
            if (fewAreOpen || texts.size() < batch.size()) {
                texts.keep(open.stream().mapToInt(Answer::text).toArray());
                for (int text = 0; text < open.size(); text++) {
                    open.get(text).moveTo(text);
                }
                batch = open;
            }
            texts.append(batch.stream().mapToLong(Answer::lastToken).toArray());
        }
    }

    private void addNext(List<Answer> batch, GrowingTexts texts, int step) {
        if (settings.choice() instanceof Sampled sampled) {
            TokenDraw draw = new TokenDraw(sampled);
            float[] logits = texts.logits();
            for (Answer answer : batch) {
                if (!answer.hasEnded()) {
                    int from = answer.text() * config.vocabSize();
                    float[] own = Arrays.copyOfRange(logits, from, from + config.vocabSize());
                    answer.add(
                            draw.draw(own, answer.row().prompt(), answer.row().sample(), step));
                }
            }
        } else {
            long[] likeliest = texts.likeliest();
            batch.forEach(answer -> answer.add((int) likeliest[answer.text()]));
        }
    }
}
