package io.tiltmeter.results.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Collects what is wrong with a query, so that all of it is said at once. */
public final class QueryFaults {
    private final List<Fault> faults = new ArrayList<>();

    /** Notes a fault. */
    public void add(Fault fault) {
        faults.add(fault);
    }

    /** What a reader makes of its part of the query; the substitute if it finds faults, which are noted. */
    public <T> T read(Supplier<T> part, T substitute) {
        try {
            return part.get();
        } catch (InvalidRequest refused) {
            faults.addAll(refused.faults());
            return substitute;
        }
    }

    /** A choice by its name in lower case; the default if it is absent, or if there is no such, which is noted. */
    public <E extends Enum<E>> E choice(String field, Optional<String> name, E byDefault) {
        E[] choices = byDefault.getDeclaringClass().getEnumConstants();
        for (E choice : choices) {
            if (id(choice).equals(name.orElse(id(byDefault)))) {
                return choice;
            }
        }
        faults.add(new Fault(
                field,
                name.orElseThrow(),
                "is not one of " + Arrays.stream(choices).map(QueryFaults::id).collect(Collectors.joining(", ")),
                "leave it out for " + id(byDefault)));
        return byDefault;
    }

    /** A whole number of at least 0; empty if it is absent, or if it is none, which is noted. */
    public Optional<Integer> step(String field, Optional<String> text) {
        return text.flatMap(given -> {
            try {
                int step = Integer.parseInt(given);
                if (step >= 0) {
                    return Optional.of(step);
                }
            } catch (NumberFormatException notANumber) {
                // said below, as for a negative number
            }
            faults.add(new Fault(field, given, "is not a step", "send a step of the curve, such as " + field + "=0"));
            return Optional.empty();
        });
    }

    /** A share in [0, 1]; empty if it is absent, or if it is none, which is noted. */
    public Optional<Double> share(String field, Optional<String> text) {
        return text.flatMap(given -> {
            try {
                double share = Double.parseDouble(given);
                if (share >= 0 && share <= 1) {
                    return Optional.of(share);
                }
            } catch (NumberFormatException notANumber) {
                // said below, as for a number outside
            }
            faults.add(new Fault(field, given, "is not a number in [0, 1]", "send a share, such as " + field + "=0.5"));
            return Optional.empty();
        });
    }

    /** @throws InvalidRequest with every fault, if there is one */
    public void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }

    private static String id(Enum<?> choice) {
        return Json.name(choice);
    }
}
