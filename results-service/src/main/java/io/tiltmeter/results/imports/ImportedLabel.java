package io.tiltmeter.results.imports;

import java.util.Locale;
import java.util.Optional;

/** Which answer a checkpoint gave to an item. */
public enum ImportedLabel {
    CONTEXT(true, false),
    MEMORY(false, true),
    BOTH(true, true),
    NEITHER(false, false);

    private final boolean context;
    private final boolean memory;

    ImportedLabel(boolean context, boolean memory) {
        this.context = context;
        this.memory = memory;
    }

    /** Whether the answer is what the context says. */
    public boolean context() {
        return context;
    }

    /** Whether it is what the model remembers. */
    public boolean memory() {
        return memory;
    }

    /** The name in files: {@code context}, {@code memory}, {@code both} or {@code neither}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ImportedLabel of(boolean context, boolean memory) {
        return context ? memory ? BOTH : CONTEXT : memory ? MEMORY : NEITHER;
    }

    /** The label of this name, its one-letter form, or a synonym; empty if it is none. */
    static Optional<ImportedLabel> of(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "context", "c", "ctx", "counterfactual", "cf", "substituted" -> Optional.of(CONTEXT);
            case "memory", "m", "parametric", "original", "prior" -> Optional.of(MEMORY);
            case "both", "b" -> Optional.of(BOTH);
            case "neither", "n", "none", "other" -> Optional.of(NEITHER);
            default -> Optional.empty();
        };
    }
}
