package io.tiltmeter.languagemodel;

import java.util.List;

/** A model folder or configuration that cannot be used, with all its faults; thrown before memory is allocated for weights. */
public final class UnsupportedModelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    /**
     * @param subject what was checked, such as a file
     * @param faults one sentence each
     */
    public UnsupportedModelException(String subject, List<String> faults) {
        super(subject + ": " + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
