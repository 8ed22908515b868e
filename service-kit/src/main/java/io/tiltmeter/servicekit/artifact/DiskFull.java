package io.tiltmeter.servicekit.artifact;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Failures that say that a disk is full, which is nobody's fault and ends when there is room. */
public final class DiskFull {
    /** PostgreSQL's {@code disk_full}. */
    private static final String SQL_STATE = "53100";

    /** The system's texts of ENOSPC and EDQUOT; the JDK gives no code. */
    private static final List<String> TEXTS = List.of("No space left on device", "Disk quota exceeded");

    private DiskFull() {}

    public static boolean is(Throwable failure) {
        return where(failure).isPresent();
    }

    /** Which disk is full, in words that name no path of this machine; empty if the failure is another. */
    public static Optional<String> where(Throwable failure) {
        if (failure == null) {
            return Optional.empty();
        }
        if (failure instanceof SQLException sql && SQL_STATE.equals(sql.getSQLState())) {
            return Optional.of("the disk of the database is full");
        }
        if (TEXTS.stream().anyMatch(String.valueOf(failure.getMessage())::contains)) {
            return Optional.of("the disk of the artifact store or of temporary files is full");
        }
        return Stream.concat(Stream.ofNullable(failure.getCause()), Arrays.stream(failure.getSuppressed()))
                .flatMap(cause -> where(cause).stream())
                .findFirst();
    }
}
