package io.tiltmeter.languagemodel;

import java.util.List;

/** A model folder or configuration that cannot be used, with every fault found, before memory was taken for it. */
public final class UnsupportedModelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    /**
     * @param subject what was looked at, such as a file
     * @param faults one sentence a fault
     */
    public UnsupportedModelException(String subject, List<String> faults) {
        super(subject + ": " + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
