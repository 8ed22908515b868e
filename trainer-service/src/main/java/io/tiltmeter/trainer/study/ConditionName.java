package io.tiltmeter.trainer.study;

import io.tiltmeter.contracts.Id;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The name of a point of a grid, from its fields and values: {@code learning_rate-0.0001--finetuning_type-lora}. */
final class ConditionName {
    private static final String BETWEEN = "--";
    private static final int MAX_PLAIN_NUMBER = 8;

    private ConditionName() {}

    /**
     * The name with a number, if need be, that makes it another one than those taken.
     *
     * @param prefix the named condition that the point belongs to; empty if there is none
     * @param numbers of each field's value, from 1: of lists and objects they are said instead of the value
     */
    static String of(String prefix, Map<String, Object> point, List<Integer> numbers, Collection<String> taken) {
        StringBuilder name = new StringBuilder(prefix);
        int index = 0;
        for (Map.Entry<String, Object> field : point.entrySet()) {
            name.append(name.isEmpty() ? "" : BETWEEN)
                    .append(field.getKey())
                    .append('-')
                    .append(word(field.getValue(), numbers.get(index++)));
        }
        String plain = name.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        plain = plain.matches("[a-z0-9].*") ? plain : "c" + plain;
        String unique = shortened(plain, "");
        for (int number = 2; taken.contains(unique); number++) {
            unique = shortened(plain, "-" + number);
        }
        return unique;
    }

    private static String word(Object value, int number) {
        if (value instanceof Number) {
            BigDecimal decimal = new BigDecimal(value.toString()).stripTrailingZeros();
            String plain = decimal.toPlainString();
            return plain.length() <= MAX_PLAIN_NUMBER ? plain : decimal.toString();
        }
        return value instanceof String || value instanceof Boolean ? value.toString() : Integer.toString(number);
    }

    private static String shortened(String name, String suffix) {
        return name.substring(0, Math.min(name.length(), Id.MAX_LENGTH - suffix.length())) + suffix;
    }
}
