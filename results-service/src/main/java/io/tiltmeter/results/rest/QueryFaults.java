package io.tiltmeter.results.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.rest.QueryNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads query parameters and collects their faults, so that a response names all of them. */
public final class QueryFaults {
    private static final int DEFAULT_LIMIT = 50;

    private final List<Fault> faults = new ArrayList<>();

    public void add(String field, String value, String limit, String remedy) {
        faults.add(new Fault(field, value, limit, remedy));
    }

    /** The constant of this name in lower case; the default if the name is absent. */
    public <E extends Enum<E>> E choice(String field, Optional<String> name, E byDefault) {
        return choice(field, name, byDefault.getDeclaringClass(), Json.name(byDefault))
                .orElse(byDefault);
    }

    /** The constant of this name in lower case; empty, which selects all, if the name is absent. */
    public <E extends Enum<E>> Optional<E> choice(String field, Optional<String> name, Class<E> type) {
        return choice(field, name, type, "all");
    }

    private <E extends Enum<E>> Optional<E> choice(
            String field, Optional<String> name, Class<E> type, String byDefault) {
        Optional<E> found = name.flatMap(sent -> Arrays.stream(type.getEnumConstants())
                .filter(choice -> Json.name(choice).equals(sent))
                .findFirst());
        if (name.isPresent() && found.isEmpty()) {
            add(
                    field,
                    name.get(),
                    "is not one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(Json::name)
                                    .collect(Collectors.joining(", ")),
                    "leave it out for " + byDefault);
        }
        return found;
    }

    /** Optimizer steps; empty if absent. */
    public Optional<Integer> step(String field, Optional<String> text) {
        if (text.isEmpty() || text.get().matches("\\d{1,9}")) {
            return text.map(Integer::valueOf);
        }
        add(
                field,
                text.get(),
                "is not a whole number of optimizer steps",
                "send a step of the curve, such as " + field + "=0");
        return Optional.empty();
    }

    /** Optimizer steps, which must be there. */
    public int requiredStep(String field, Optional<String> text) {
        return step(field, text.or(() -> Optional.of(""))).orElse(0);
    }

    /** A whole number; empty if absent. */
    public Optional<Integer> number(String field, Optional<String> text, int byDefault, int lowest, int highest) {
        int number = QueryNumber.of(field, text.orElse(null), byDefault, lowest, highest, faults);
        return text.filter(sent -> !sent.isBlank()).map(sent -> number);
    }

    /** A share in [0, 1]; empty if absent. */
    public Optional<Double> share(String field, Optional<String> text) {
        return text.flatMap(sent -> {
            try {
                double share = Double.parseDouble(sent);
                if (share >= 0 && share <= 1) {
                    return Optional.of(share);
                }
            } catch (NumberFormatException notANumber) {
                // reported below, as a number outside is
            }
            add(field, sent, "is not a number in [0, 1]", "send a share, such as " + field + "=0.5");
            return Optional.empty();
        });
    }

    public Page page(PageParameters parameters) {
        return parameters.page(DEFAULT_LIMIT, Page.MAX_LIMIT, faults);
    }

    /** @throws InvalidRequest with every fault, if there is one */
    public void check() {
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }
}
