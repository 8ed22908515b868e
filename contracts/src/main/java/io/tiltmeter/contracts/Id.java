package io.tiltmeter.contracts;

import java.util.regex.Pattern;

/** The form of every name that users see and paths contain: run ids, mixture ids, suite ids. */
public final class Id {
    /** In characters. */
    public static final int MAX_LENGTH = 63;

    /** 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit. */
    public static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (MAX_LENGTH - 1) + "}");

    private Id() {}

    /** The id itself, or an {@link IllegalArgumentException} that names what kind of id is malformed. */
    public static String checked(String what, String id) {
        if (id == null || !FORM.matcher(id).matches()) {
            throw new IllegalArgumentException(what + " \"" + id
                    + "\" is not 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit");
        }
        return id;
    }
}
