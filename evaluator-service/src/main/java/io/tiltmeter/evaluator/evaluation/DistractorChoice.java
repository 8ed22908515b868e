package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.answertext.Answer;
import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.answertext.Spelling;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Chooses distractors for the knowledge filter among the answers of other clusters' items of one suite: those whose length
 * in tokens is closest to that of the item's memory answer, and of equally close ones by a hash of the seed, the item's id
 * and the text. So the choice is the same in every process and whatever the order of the items. A distractor never equals
 * an answer of the item, nor holds one or is part of one, by the comparison of {@link Answer} and with aliases;
 * no two are the same.
 */
public final class DistractorChoice {
    private final ToIntFunction<String> lengthTokens;
    private final long seed;

    /** By length in tokens, then by normalised text. */
    private final Map<Integer, List<Candidate>> candidates = new TreeMap<>();

    private final int longest;

    /**
     * @param suite all items that candidates come from
     * @param lengthTokens how many tokens a text has as an answer
     * @param seed of the choice among equally long texts
     */
    public DistractorChoice(List<SuiteItem> suite, ToIntFunction<String> lengthTokens, long seed) {
        this.lengthTokens = lengthTokens;
        this.seed = seed;
        Map<String, Candidate> byNormalisedText = new TreeMap<>();
        for (SuiteItem item : suite) {
            for (String answer : List.of(item.memoryAnswer(), item.contextAnswer())) {
                String normalised = NormalisedText.of(answer).asAnswer();
                if (!normalised.isEmpty()) {
                    byNormalisedText.computeIfAbsent(normalised, Candidate::new).add(answer.strip(), item.clusterId());
                }
            }
        }
        byNormalisedText
                .values()
                .forEach(candidate -> candidates
                        .computeIfAbsent(lengthTokens.applyAsInt(candidate.text()), length -> new ArrayList<>())
                        .add(candidate));
        this.longest = candidates.keySet().stream().reduce(0, Math::max);
    }

    /**
     * The distractors of an item with a memory answer.
     *
     * @param wanted at least 0
     */
    public Distractors of(SuiteItem item, int wanted) {
        int length = lengthTokens.applyAsInt(item.memoryAnswer().strip());
        List<String> own = Stream.of(
                        Answer.of(item.contextAnswer(), item.contextAliases()),
                        Answer.of(item.memoryAnswer(), item.memoryAliases()))
                .flatMap(answer -> answer.spellings().stream())
                .map(Spelling::answer)
                .toList();
        List<String> chosen = new ArrayList<>();
        for (int distance = 0; distance <= Math.max(length, longest) && chosen.size() < wanted; distance++) {
            Stream.of(length - distance, length + distance)
                    .distinct()
                    .flatMap(near -> candidates.getOrDefault(near, List.of()).stream())
                    .filter(candidate -> candidate.isStrangerTo(item.clusterId(), own))
                    .sorted(Comparator.comparing(candidate -> hash(item.id(), candidate.text())))
                    .limit(wanted - chosen.size())
                    .forEach(candidate -> chosen.add(candidate.text()));
        }
        return new Distractors(wanted, chosen);
    }

    private String hash(String itemId, String text) {
        byte[] id = itemId.getBytes(StandardCharsets.UTF_8);
        byte[] candidate = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + id.length + candidate.length);
        bytes.putLong(seed).putInt(id.length).put(id).put(candidate);
        return Sha256.of(bytes.array());
    }

    /** An answer in all its spellings, which normalise to one, and the clusters that it belongs to. */
    private static final class Candidate {
        private final String normalised;
        private final SortedSet<String> spellings = new TreeSet<>();
        private final Set<String> clusters = new HashSet<>();

        Candidate(String normalised) {
            this.normalised = normalised;
        }

        void add(String spelling, String cluster) {
            spellings.add(spelling);
            clusters.add(cluster);
        }

        /** The first spelling by code units: which item came first does not matter. */
        String text() {
            return spellings.first();
        }

        boolean isStrangerTo(String cluster, List<String> answers) {
            return !clusters.equals(Set.of(cluster))
                    && answers.stream().noneMatch(answer -> answer.contains(normalised) || normalised.contains(answer));
        }
    }

    /**
     * Wrong answers to an item that are as long as the right one.
     *
     * @param wanted the number requested
     * @param texts the closest in length first; fewer than wanted if the suite has no more
     */
    public record Distractors(int wanted, List<String> texts) {
        public Distractors {
            texts = List.copyOf(texts);
            if (texts.size() > wanted) {
                throw new IllegalArgumentException(texts.size() + " distractors, and only " + wanted + " were wanted");
            }
        }
    }
}
