package io.tiltmeter.languagemodel;

import java.util.List;
import java.util.Optional;

/** A model folder or configuration that cannot be used, with all its faults; thrown before memory is allocated for weights. */
public final class UnsupportedModelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> faults;
    private final String remedy;

    /**
     * @param subject what was checked, such as a file
     * @param faults one sentence each
     */
    public UnsupportedModelException(String subject, List<String> faults) {
        super(subject + ": " + String.join("; ", faults));
        this.faults = List.copyOf(faults);
        this.remedy = null;
    }

    /**
     * One cause that is recognised, so that there is one way out.
     *
     * @param fault one sentence without it
     */
    public UnsupportedModelException(String subject, String fault, String remedy) {
        super(subject + ": " + fault + "; " + remedy);
        this.faults = List.of(fault);
        this.remedy = remedy;
    }

    public List<String> faults() {
        return faults;
    }

    /** What to do, where the cause is recognised. */
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }
}
