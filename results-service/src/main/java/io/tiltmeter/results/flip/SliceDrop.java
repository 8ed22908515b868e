package io.tiltmeter.results.flip;

import io.tiltmeter.results.slice.Slice;
import java.util.OptionalDouble;

/**
 * What the items of one slice have to do with a drop.
 *
 * @param partition whether the slices of its dimension hold every item exactly once, so that their contributions add up to
 *     the whole drop
 * @param items of the slice that count
 * @param drop counterfactual accuracy over the slice's items before, less after; in [-1, 1]
 * @param contribution the part of the whole drop that these items make: their drop, times their share of all items
 * @param shareOfDrop the contribution over the whole drop: negative where the slice went the other way, above 1 where others
 *     did; empty if there was no drop
 * @param contextToMemory items of the slice that flipped so
 * @param memoryToContext items of the slice that flipped back
 */
public record SliceDrop(
        Slice slice,
        boolean partition,
        int items,
        double drop,
        double contribution,
        OptionalDouble shareOfDrop,
        int contextToMemory,
        int memoryToContext) {}
