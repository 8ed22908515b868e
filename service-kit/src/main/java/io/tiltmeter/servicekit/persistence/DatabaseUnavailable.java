package io.tiltmeter.servicekit.persistence;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether a failure says that the database cannot be reached, went away or has no room, and not that the statement is wrong. */
public final class DatabaseUnavailable implements Predicate<Throwable> {
    @Override
    public boolean test(Throwable failure) {
        return is(failure);
    }

    /** Looks at causes, and at suppressed failures: those of a commit are suppressed in its own. */
    public static boolean is(Throwable failure) {
        return failure != null
                && (failure instanceof SQLTransientException
                        || failure instanceof SQLException sql && isConnectionState(sql)
                        || Stream.concat(Stream.ofNullable(failure.getCause()), Arrays.stream(failure.getSuppressed()))
                                .anyMatch(DatabaseUnavailable::is));
    }

    /**
     * Class 08: connection; class 57P: the server is stopping or starting; class 53: too many connections, a full disk or no
     * memory; 25P03: this process was paused inside a transaction until the server ended its session.
     */
    private static boolean isConnectionState(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            String message = String.valueOf(e.getMessage());
            return message.contains("Acquisition timeout") || message.contains("onnection");
        }
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.equals("25P03");
    }
}
