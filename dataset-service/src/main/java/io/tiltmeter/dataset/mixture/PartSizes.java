package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The number of examples of each part. */
final class PartSizes {
    private PartSizes() {}

    /**
     * The sizes of a request's parts, in their order.
     *
     * @param left rows that the filters of each part keep, above 0
     * @throws IllegalArgumentException if a part has too few rows, with how many it has
     */
    static long[] of(MixtureRequest.Sources request, long[] left) {
        List<PartRequest> parts = request.parts();
        boolean shared = parts.stream().anyMatch(part -> part.share().isPresent());
        if (!shared) {
            return counts(parts, left);
        }
        double[] shares = parts.stream()
                .mapToDouble(part -> part.share()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "source " + part.source() + " has no share where others have: send one for each")))
                .toArray();
        Optional<Integer> total = request.exampleCount();
        return total.isEmpty() ? scarcest(shares, left) : exactly(total.get(), parts, shares, left);
    }

    /**
     * Parts of a total, by the largest remainder; of equal remainders the first part's.
     *
     * @param shares that need not sum to 1 exactly
     * @return as many as shares; they sum to the total
     */
    static long[] divided(long total, double[] shares) {
        double sum = Arrays.stream(shares).sum();
        double[] quotas =
                Arrays.stream(shares).map(share -> total * (share / sum)).toArray();
        long[] sizes = Arrays.stream(quotas).mapToLong(quota -> (long) quota).toArray();
        long missing = total - Arrays.stream(sizes).sum();
        IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer part) -> sizes[part] - quotas[part]))
                .limit(Math.max(0, missing))
                .forEach(part -> sizes[part]++);
        return sizes;
    }

    private static long[] counts(List<PartRequest> parts, long[] left) {
        long[] sizes = new long[left.length];
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            sizes[i] = parts.get(i).count().map(Integer::longValue).orElse(left[i]);
            if (sizes[i] > left[i]) {
                faults.add(tooFew(parts.get(i), i, left[i], sizes[i], "send a count up to " + left[i]));
            }
        }
        return checked(sizes, faults);
    }

    private static long[] exactly(long total, List<PartRequest> parts, double[] shares, long[] left) {
        long[] sizes = divided(total, shares);
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            if (sizes[i] > left[i]) {
                long most = Arrays.stream(scarcest(shares, left)).sum();
                faults.add(tooFew(parts.get(i), i, left[i], sizes[i], "send an example_count up to " + most));
            }
        }
        return checked(sizes, faults);
    }

    /** The largest sizes in these shares. */
    private static long[] scarcest(double[] shares, long[] left) {
        double sum = Arrays.stream(shares).sum();
        long total = Long.MAX_VALUE;
        for (int i = 0; i < left.length; i++) {
            // rounding adds at most one row to the quota
            total = Math.min(total, (long) ((left[i] + 1) / (shares[i] / sum)));
        }
        long[] sizes = divided(total, shares);
        while (!fits(sizes, left)) {
            sizes = divided(--total, shares);
        }
        return sizes;
    }

    private static boolean fits(long[] sizes, long[] left) {
        return IntStream.range(0, sizes.length).allMatch(part -> sizes[part] <= left[part]);
    }

    private static String tooFew(PartRequest part, int at, long left, long wanted, String remedy) {
        return "parts[" + at + "] wants " + wanted + " rows of " + part.source() + ", of which "
                + (part.filters().isEmpty() ? "there are " : "its filters leave ") + left + ": " + remedy;
    }

    private static long[] checked(long[] sizes, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return sizes;
    }
}
