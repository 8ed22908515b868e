package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.TrainingExample;
import java.util.EnumMap;
import java.util.Map;

/** How many of a mixture's examples have each property, and which is the first; examples are added in their order. */
public final class ExampleProperties {
    private final Map<ExampleProperty, Found> found = new EnumMap<>(ExampleProperty.class);
    private long examples;

    /**
     * @param count examples that have it
     * @param first number of the first of them, from 1
     */
    private record Found(long count, long first) {}

    /** The next example. */
    public void add(TrainingExample example) {
        examples++;
        for (ExampleProperty property : ExampleProperty.values()) {
            if (property.isOf(example)) {
                found.merge(property, new Found(1, examples), (old, added) -> new Found(old.count() + 1, old.first()));
            }
        }
    }

    boolean has(ExampleProperty property) {
        return found.containsKey(property);
    }

    /** Which examples have a property, such as {@code 12 of 8000 examples have several turns, the first is number 7}. */
    String described(ExampleProperty property) {
        Found of = found.get(property);
        return of.count() + " of " + examples + " examples have " + property.description() + ", the first is number "
                + of.first();
    }
}
