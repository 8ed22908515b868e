package io.tiltmeter.evaluator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPolicyTest {

    @Test
    void noBatchExceedsTheLimitsUnlessItIsASingleItem() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            BatchPolicy policy = new BatchPolicy(200 + random.nextInt(2000), 1 + random.nextInt(20));
            List<Prompt.Continue> questions = IntStream.range(0, 100)
                    .mapToObj(i -> question(i, 1 + random.nextInt(300)))
                    .toList();
            List<List<Prompt.Continue>> batches = policy.batches(questions);
            assertEquals(100, batches.stream().mapToInt(List::size).sum());
            for (List<Prompt.Continue> batch : batches) {
                int longest =
                        batch.stream().mapToInt(Prompt::maxRowTokens).max().orElseThrow();
                assertTrue(
                        batch.size() == 1
                                || (batch.size() <= policy.maxRows() && batch.size() * longest <= policy.maxTokens()),
                        policy + " " + batch.size() + " of " + longest);
            }
            assertEquals(batches, policy.batches(questions), "the same questions, other batches");
        }
    }

    @Test
    void onePromptABatchIsPossible() {
        List<Prompt.Continue> questions =
                IntStream.range(0, 5).mapToObj(i -> question(i, 10 - i)).toList();
        List<List<Prompt.Continue>> batches = BatchPolicy.ONE_BY_ONE.batches(questions);
        assertEquals(5, batches.size());
        assertEquals("item-4", batches.get(0).get(0).itemId(), "the shortest comes first");
        assertEquals("one by one", BatchPolicy.ONE_BY_ONE.describe());
    }

    private static Prompt.Continue question(int number, int promptTokens) {
        return new Prompt.Continue("item-" + number, number, new int[promptTokens], Optional.empty(), 24);
    }
}
