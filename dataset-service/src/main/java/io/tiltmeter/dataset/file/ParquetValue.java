package io.tiltmeter.dataset.file;

import java.util.ArrayList;
import java.util.List;

/**
 * DuckDB's expressions for the values of a Parquet column, at any depth of lists, structs and maps: bytes without an
 * annotation (older writers' texts) as texts, and numbers that JSON does not have (NaN, Infinity) as nulls. Bytes that are no
 * UTF-8 become an object with the member {@value TextCheck#BYTES}, so that they are never taken for a text.
 */
final class ParquetValue {
    /** UTF-8 in hexadecimal digits (RFC 3629, section 4). */
    private static final String UTF8 =
            "([0-7].|(C[2-9A-F]|D.)[89AB].|E0[AB].[89AB].|E[1-9ABCEF][89AB].[89AB].|ED[89].[89AB]."
                    + "|F0[9AB].[89AB].[89AB].|F[1-3][89AB].[89AB].[89AB].|F48.[89AB].[89AB].)*";

    private final String type;
    private int at;
    private int depth;

    private ParquetValue(String type) {
        this.type = type;
    }

    /**
     * The expression of a value.
     *
     * @param value an expression of it as the file has it
     * @param type as DuckDB describes it, such as {@code STRUCT("role" VARCHAR, "content" BLOB)[]}
     */
    static String of(String value, String type) {
        return new ParquetValue(type).next(value);
    }

    /** Of the type that begins here. */
    private String next(String value) {
        int from = at;
        depth++;
        String element = isNext("STRUCT(") ? struct(value) : isNext("MAP(") ? map(value) : scalar(value);
        int end = at;
        while (at < type.length() && type.charAt(at) == '[') {
            at = type.indexOf(']', at) + 1;
        }
        int lists = (int) type.substring(end, at).chars().filter(c -> c == '[').count();
        String result = lists == 0 ? element : list(value, type.substring(from, end), lists);
        depth--;
        return result;
    }

    private String list(String value, String elementType, int lists) {
        String variable = "x" + depth + "_" + lists;
        ParquetValue element = new ParquetValue(elementType);
        element.depth = depth;
        String inside = lists > 1 ? list(variable, elementType, lists - 1) : element.next(variable);
        return inside.equals(variable)
                ? value
                : "list_transform(" + value + ", lambda " + variable + ": " + inside + ")";
    }

    private String struct(String value) {
        List<String> members = new ArrayList<>();
        boolean isChanged = false;
        do {
            String name = name();
            String member = value + "." + name;
            String expression = next(member);
            isChanged |= !expression.equals(member);
            members.add(name + " := " + expression);
        } while (isNext(", "));
        at++;
        return isChanged
                ? "CASE WHEN " + value + " IS NOT NULL THEN struct_pack(" + String.join(", ", members) + ") END"
                : value;
    }

    private String map(String value) {
        String entry = "x" + depth + "_map";
        String key = next(entry + ".\"key\"");
        isNext(", ");
        String mapped = next(entry + ".\"value\"");
        at++;
        return key.equals(entry + ".\"key\"") && mapped.equals(entry + ".\"value\"")
                ? value
                : "map_from_entries(list_transform(map_entries(" + value + "), lambda " + entry
                        + ": struct_pack(\"k\" := " + key + ", \"v\" := " + mapped + ")))";
    }

    private String scalar(String value) {
        int from = at;
        for (int open = 0; at < type.length(); at++) {
            char unit = type.charAt(at);
            if (unit == '\'') { // the values of an enumeration
                at = type.indexOf('\'', at + 1);
            } else if (open == 0 && (unit == '[' || unit == ',' || unit == ')')) {
                break;
            } else {
                open += unit == '(' ? 1 : unit == ')' ? -1 : 0;
            }
        }
        return switch (type.substring(from, at)) {
            case "FLOAT", "DOUBLE" -> "CASE WHEN isfinite(" + value + ") THEN " + value + " END";
            case "BLOB" ->
                "CASE WHEN regexp_full_match(hex(" + value + "), '" + UTF8 + "') THEN to_json(decode(" + value
                        + ")) WHEN " + value + " IS NOT NULL THEN to_json(struct_pack(\"" + TextCheck.BYTES + "\" := "
                        + value + "::VARCHAR)) END";
            default -> value;
        };
    }

    /** The name of a member in quotes, past the space behind it. */
    private String name() {
        int from = at;
        if (type.charAt(at) == '"') {
            at++;
            while (type.charAt(at) != '"' || type.startsWith("\"\"", at)) {
                at += type.charAt(at) == '"' ? 2 : 1;
            }
            at++;
        } else {
            at = type.indexOf(' ', at);
        }
        String name = type.substring(from, at);
        at++;
        return name.startsWith("\"") ? name : "\"" + name + "\"";
    }

    private boolean isNext(String text) {
        boolean isThere = type.startsWith(text, at);
        at += isThere ? text.length() : 0;
        return isThere;
    }
}
