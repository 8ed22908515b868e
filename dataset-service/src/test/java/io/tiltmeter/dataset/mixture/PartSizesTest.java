package io.tiltmeter.dataset.mixture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartSizesTest {
    @Test
    void sharesAreDividedByTheLargestRemainder() {
        assertArrayEquals(new long[] {4, 3, 3}, PartSizes.divided(10, new double[] {1, 1, 1}));
        assertArrayEquals(new long[] {57, 43}, PartSizes.divided(100, new double[] {0.57, 0.43}));
        assertArrayEquals(new long[] {0, 1}, PartSizes.divided(1, new double[] {0.2, 0.8}));
    }

    @Test
    void dividedSharesSumToTheTotalWithinOneOfTheirQuota() {
        Random random = new Random(4);
        for (int round = 0; round < 500; round++) {
            double[] shares = random.doubles(1 + random.nextInt(6), 0.01, 1).toArray();
            double sum = Arrays.stream(shares).sum();
            long total = random.nextInt(5000);
            long[] sizes = PartSizes.divided(total, shares);
            assertEquals(total, Arrays.stream(sizes).sum());
            for (int i = 0; i < sizes.length; i++) {
                assertTrue(Math.abs(sizes[i] - total * shares[i] / sum) < 1);
            }
        }
    }

    @Test
    void theScarcestPartIsUsedCompletely() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            double share = 0.02 + random.nextInt(97) / 100.0;
            long[] left = {1 + random.nextInt(300), 1 + random.nextInt(300)};
            MixtureRequest.Sources request = MadeMixture.request(
                    1,
                    "\"parts\":[{\"source\":\"a\",\"share\":" + share + "},{\"source\":\"b\",\"share\":" + (1 - share)
                            + "}]");
            long[] sizes = PartSizes.of(request, left);
            long total = sizes[0] + sizes[1];
            long[] larger = PartSizes.divided(total + 1, new double[] {share, 1 - share});
            assertTrue(sizes[0] <= left[0] && sizes[1] <= left[1]);
            assertTrue(larger[0] > left[0] || larger[1] > left[1], Arrays.toString(sizes) + Arrays.toString(left));
        }
    }
}
