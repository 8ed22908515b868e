package io.tiltmeter.servicekit.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.JsonFlaw;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Why a JSON text, or a value in it, is not what it should be, in words that name no class and no library. */
public final class JsonReason {
    private static final List<Class<?>> WHOLE =
            List.of(int.class, Integer.class, long.class, Long.class, short.class, Short.class);
    private static final List<Class<?>> DECIMAL = List.of(double.class, Double.class, float.class, Float.class);
    private static final List<Class<?>> TRUTH = List.of(boolean.class, Boolean.class);

    private JsonReason() {}

    /** In one line, of a text that was read whole. */
    public static String of(JsonProcessingException e, String text) {
        return JsonFlaw.first(text).map(flaw -> "is not valid JSON: " + flaw).orElseGet(() -> of(e));
    }

    /** In one line, with the place in the text or the name of the value, where they are known. */
    public static String of(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping) {
            String path = path(mapping);
            return (path.isEmpty() ? "" : path + " ") + limit(mapping);
        }
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? "is not valid JSON"
                : "is not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** A value of a request that its record does not take. */
    public static Fault fault(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping) {
            String value = e instanceof InvalidFormatException format ? String.valueOf(format.getValue()) : "";
            return new Fault(
                    path(mapping).isEmpty() ? "body" : path(mapping),
                    value,
                    limit(mapping),
                    "send the fields the OpenAPI page shows");
        }
        return new Fault("body", "", of(e), "send the fields the OpenAPI page shows");
    }

    /** Where a value is, such as {@code parts[2].share}; empty for the document itself. */
    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.startsWith(".") ? path.substring(1) : path;
    }

    /** A record that refuses its values says why itself. */
    private static String limit(JsonMappingException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return cause.getMessage();
            } else if (cause instanceof InputCoercionException number && number.getTargetType() != null) {
                return "is not " + kind(number.getTargetType());
            }
        }
        return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "is not " + kind(mismatch.getTargetType())
                : "is not what the field holds";
    }

    private static String kind(Class<?> type) {
        if (WHOLE.contains(type)) {
            return "a whole number within the range of its field";
        } else if (DECIMAL.contains(type)) {
            return "a number";
        } else if (TRUTH.contains(type)) {
            return "true or false";
        } else if (type == String.class) {
            return "a text";
        } else if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(each -> Json.mapper().convertValue(each, String.class))
                            .collect(Collectors.joining(", "));
        } else if (Temporal.class.isAssignableFrom(type)) {
            return "a time such as 2026-01-31T12:00:00Z";
        } else if (type == Duration.class) {
            return "a duration such as PT5M";
        } else if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return "an object";
    }
}
