package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.dataset.hash.SeededOrder;
import io.tiltmeter.dataset.hash.StableHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entities that can replace others. Of each type and sort it keeps at most {@value #MAX_PER_KIND}, those whose names come
 * first in the seed's order, whatever the order in which they are added.
 */
final class SubstitutePool {
    static final int MAX_PER_KIND = 2048;

    private static final int MAX_KINDS = 256;

    private final SeededOrder order;
    private final SeededOrder draws;
    private final Map<String, TreeMap<Long, Entity>> entities = new TreeMap<>();
    private final Map<String, List<Entity>> listed = new HashMap<>();

    SubstitutePool(long seed) {
        order = new SeededOrder(seed, "pool of substitutes");
        draws = new SeededOrder(seed, "substitutes of a row");
    }

    void add(Entity entity) {
        listed.clear();
        String key = key(entity.type(), entity.sort());
        if (!entities.containsKey(key) && entities.size() >= MAX_KINDS) {
            return;
        }
        TreeMap<Long, Entity> sort = entities.computeIfAbsent(key, name -> new TreeMap<>());
        sort.putIfAbsent(
                order.position(StableHash.of(String.join(" ", EntityNames.normalised(entity.name())))), entity);
        if (sort.size() > MAX_PER_KIND) {
            sort.pollLastEntry();
        }
    }

    /** Candidates for a row, those of the same sort first, in an order of their own for each row. */
    List<Entity> drawn(Entity original, long row) {
        List<Entity> drawn = new ArrayList<>(drawn(original.type(), original.sort(), row));
        boolean article = hasArticle(original.sort());
        String unknown = article ? "the" : "";
        if (!original.sort().equals(unknown)) {
            drawn.addAll(drawn(original.type(), unknown, row));
        }
        if (original.sort().equals(unknown) || original.type() == EntityType.ORGANISATION) {
            String prefix = original.type() + "/";
            entities.keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .map(key -> key.substring(prefix.length()))
                    .filter(sort -> hasArticle(sort) == article)
                    .filter(sort -> !sort.equals(unknown) && !sort.equals(original.sort()))
                    .forEach(sort -> drawn.addAll(drawn(original.type(), sort, row)));
        }
        return drawn;
    }

    private List<Entity> drawn(EntityType type, String sort, long row) {
        List<Entity> all = listed.computeIfAbsent(
                key(type, sort),
                key -> List.copyOf(entities.getOrDefault(key, new TreeMap<>()).values()));
        int size = all.size();
        if (size < 2) {
            return all;
        }
        int start = (int) Math.floorMod(draws.position(2 * row), (long) size);
        int step = 1 + (int) Math.floorMod(draws.position(2 * row + 1), (long) size - 1);
        while (greatestCommonDivisor(step, size) > 1) {
            step = step % (size - 1) + 1;
        }
        List<Entity> drawn = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            drawn.add(all.get((int) ((start + (long) i * step) % size)));
        }
        return drawn;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static boolean hasArticle(String sort) {
        return sort.equals("the") || sort.startsWith("the ");
    }

    private static String key(EntityType type, String sort) {
        return type + "/" + sort;
    }
}
