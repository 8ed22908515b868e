package io.tiltmeter.dataset.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.Fault;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Other names for the columns of a file, as a request has them: {@code context:passage,question:query} reads the column
 * {@code passage} as {@code context}. {@code ignored:notes} leaves a column out. A column that already has the name is left out
 * too.
 *
 * @param columns of the file, by the name that they are read as
 * @param ignored columns of the file that are left out
 */
public record ColumnMapping(Map<String, String> columns, Set<String> ignored) {
    /** Each column as it is called. */
    public static final ColumnMapping NONE = new ColumnMapping(Map.of(), Set.of());

    private static final String FIELD = "columns";
    private static final String IGNORED = "ignored";

    public ColumnMapping {
        columns = Map.copyOf(columns);
        ignored = Set.copyOf(ignored);
    }

    /**
     * Reads a mapping.
     *
     * @param text such as {@code context:passage,question:query}; blank for none
     * @param known the names that columns can be read as
     * @param faults gets what is wrong: no pair of names, a name that is not known, or two pairs for one name or column
     */
    public static ColumnMapping parse(String text, Collection<String> known, List<Fault> faults) {
        Map<String, String> columns = new LinkedHashMap<>();
        Set<String> ignored = new LinkedHashSet<>();
        Set<String> used = new LinkedHashSet<>();
        for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int colon = pair.indexOf(':');
            String name = pair.substring(0, Math.max(0, colon)).strip();
            String column = pair.substring(colon + 1).strip();
            if (colon < 0 || name.isEmpty() || column.isEmpty()) {
                faults.add(new Fault(
                        FIELD,
                        pair,
                        "is not a name, a colon and a column of the file",
                        "send pairs with commas between them, such as context:passage,question:query"));
            } else if (!name.equals(IGNORED) && !known.contains(name)) {
                faults.add(new Fault(
                        FIELD,
                        pair,
                        "\"" + name + "\" is no name that columns are read as: "
                                + String.join(", ", new TreeSet<>(known)),
                        "send one of these before the colon, or ignored"));
            } else if (!used.add(column) || !name.equals(IGNORED) && columns.put(name, column) != null) {
                faults.add(new Fault(FIELD, pair, "the name or the column is in two pairs", "send one of them"));
            } else if (name.equals(IGNORED)) {
                ignored.add(column);
            }
        }
        return new ColumnMapping(columns, ignored);
    }

    boolean isEmpty() {
        return columns.isEmpty() && ignored.isEmpty();
    }

    /** What a column of the file is read as; itself, if nothing else is said. */
    public String nameOf(String column) {
        return columns.entrySet().stream()
                .filter(entry -> entry.getValue().equals(column))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(column);
    }

    /** The row with its columns by the names that they are read as. */
    ObjectNode applied(ObjectNode row) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        row.fields().forEachRemaining(member -> {
            String name = nameOf(member.getKey());
            boolean isMapped = !name.equals(member.getKey()) || columns.containsValue(member.getKey());
            if (!ignored.contains(member.getKey()) && (isMapped || !columns.containsKey(name))) {
                named.set(name, member.getValue());
            }
        });
        return named;
    }
}
