package io.tiltmeter.languagemodel.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file. It is untrusted: extents, types and shapes are checked, and the extents must tile
 * the data without gap or overlap, before anything is allocated for a tensor.
 *
 * @param tensors by name, in the order of their data
 * @param metadata free texts by name
 */
record SafetensorsHeader(Map<String, TensorEntry> tensors, Map<String, String> metadata) {

    /** The limit of the reference implementation. */
    static final long MAX_BYTES = 100_000_000;

    static final int MAX_TENSORS = 100_000;
    static final int MAX_DIMENSIONS = 8;

    /**
     * @param json the header's bytes
     * @param dataBytes size of the file after the header
     * @throws InvalidSafetensorsException naming the tensors and their faults
     */
    static SafetensorsHeader parse(byte[] json, long dataBytes) {
        return UntrustedJson.read(json, "header", parser -> {
            HeaderParser header = new HeaderParser(parser);
            header.parse();
            return new SafetensorsHeader(tiling(header.entries(), dataBytes), header.metadata());
        });
    }

    private static Map<String, TensorEntry> tiling(Collection<TensorEntry> entries, long dataBytes) {
        List<TensorEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        Faults faults = new Faults();
        long at = 0;
        for (TensorEntry entry : sorted) {
            if (entry.begin() != at) {
                faults.add("tensor '" + UntrustedJson.brief(entry.name()) + "' begins at byte " + entry.begin()
                        + ", expected " + at + ": tensors must not overlap or leave gaps");
            }
            at = entry.end();
            tensors.put(entry.name(), entry);
        }
        if (at != dataBytes) {
            faults.add("tensors need " + at + " bytes, the file has " + dataBytes
                    + ": it is truncated or has something appended");
        }
        if (!faults.isEmpty()) {
            throw new InvalidSafetensorsException(faults.toString());
        }
        return tensors;
    }
}
