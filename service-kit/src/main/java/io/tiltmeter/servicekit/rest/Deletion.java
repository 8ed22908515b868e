package io.tiltmeter.servicekit.rest;

import java.util.List;

/**
 * What a request deleted, or would delete.
 *
 * @param dryRun whether nothing was deleted, since the request only asked
 * @param bytes of {@code deleted} together
 * @param deleted in the order of deletion
 * @param kept what stays, since others need it
 */
public record Deletion(boolean dryRun, long bytes, List<Deleted> deleted, List<Kept> kept) {
    public Deletion {
        deleted = List.copyOf(deleted);
        kept = List.copyOf(kept);
    }

    public static Deletion of(boolean dryRun, List<Deleted> deleted, List<Kept> kept) {
        return new Deletion(dryRun, deleted.stream().mapToLong(Deleted::bytes).sum(), deleted, kept);
    }

    /**
     * One thing that is deleted.
     *
     * @param kind such as {@code run}
     * @param id of this kind
     * @param bytes of its files in the artifact store that the answering service wrote
     */
    public record Deleted(String kind, String id, long bytes) {}

    /**
     * One thing that stays.
     *
     * @param kind such as {@code run}
     * @param id of this kind
     * @param neededBy what needs it, each by kind and id
     */
    public record Kept(String kind, String id, List<String> neededBy) {
        public Kept {
            neededBy = List.copyOf(neededBy);
        }
    }
}
