package io.tiltmeter.results.persistence;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was asked for least recently. */
public final class Newest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    private Newest(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    /** A map of no more entries than this; it is not synchronized. */
    public static <K, V> Map<K, V> mapOf(int most) {
        return new Newest<>(most);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
