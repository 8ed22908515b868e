package io.tiltmeter.results.api.slice;

import io.tiltmeter.results.slice.Slice;
import io.tiltmeter.results.slice.SuiteSlices;
import io.tiltmeter.results.store.ItemStore;
import io.tiltmeter.results.store.Newest;
import io.tiltmeter.servicekit.request.NotFound;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.SortedSet;
import org.jdbi.v3.core.Handle;

/** Which items of a suite belong to which slice. A version of a suite never changes, so its slices are kept. */
@Singleton
public class SliceReader {
    private static final int MOST_SUITES = 64;

    private final ItemStore items;
    private final Map<String, SuiteSlices> suites = Newest.mapOf(MOST_SUITES);

    public SliceReader(ItemStore items) {
        this.items = items;
    }

    /**
     * Every slice of a version of a suite; none while the suite's file has not arrived, and for runs that were imported
     * without it.
     */
    public SuiteSlices slices(Handle handle, String itemsSha256) {
        synchronized (suites) {
            SuiteSlices kept = suites.get(itemsSha256);
            if (kept != null) {
                return kept;
            }
        }
        SuiteSlices read = SuiteSlices.of(items.all(handle, itemsSha256), Map.of());
        if (!read.all().isEmpty()) {
            synchronized (suites) {
                suites.put(itemsSha256, read);
            }
        }
        return read;
    }

    /**
     * The ids of a slice's items.
     *
     * @param slice as {@code DIMENSION:VALUE}
     * @throws NotFound if the suite has no such slice; it lists those it has
     * @throws io.tiltmeter.contracts.InvalidRequest if it is not of that form
     */
    public SortedSet<String> items(Handle handle, String itemsSha256, String slice) {
        Slice wanted = Slice.of(slice);
        SuiteSlices slices = slices(handle, itemsSha256);
        return slices.items(wanted)
                .orElseThrow(() -> new NotFound(
                        "slice", slice, slices.all().stream().map(Slice::id).toList()));
    }
}
