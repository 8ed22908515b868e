package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault.Outlook;
import java.util.List;
import java.util.stream.Collectors;

/** A folder that cannot be evaluated as it is, with every fault found. */
public final class UnusableFolder extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<FolderFault> faults;

    /** @param faults at least one */
    public UnusableFolder(List<FolderFault> faults) {
        super(faults.stream().map(FolderFault::toString).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    public List<FolderFault> faults() {
        return faults;
    }

    /** Whether it may be that it is still being written. */
    public boolean isPerhapsUnfinished() {
        return faults.stream().allMatch(fault -> fault.outlook() == Outlook.PERHAPS_UNFINISHED);
    }

    /**
     * One reason why a folder cannot be evaluated.
     *
     * @param outlook whether waiting may help
     */
    public record FolderFault(String what, String remedy, Outlook outlook) {
        /** Whether waiting may help. */
        public enum Outlook {
            /** Only another folder, or another file in it, will do. */
            FINAL,
            /** A folder that is still being written has the same fault. */
            PERHAPS_UNFINISHED
        }

        @Override
        public String toString() {
            return what + "; " + remedy;
        }
    }
}
