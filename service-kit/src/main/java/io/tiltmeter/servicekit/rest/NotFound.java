package io.tiltmeter.servicekit.rest;

import java.util.List;

/** A name that is not known, with the names that are. */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_NAMES = 20;

    /**
     * @param what the kind of thing, such as {@code run}
     * @param id the name asked for
     * @param known names there are
     */
    public NotFound(String what, String id, List<String> known) {
        super("there is no " + what + " \"" + id + "\"; "
                + (known.isEmpty()
                        ? "there is none yet"
                        : "known: " + String.join(", ", known.subList(0, Math.min(MAX_NAMES, known.size())))
                                + (known.size() > MAX_NAMES ? ", and " + (known.size() - MAX_NAMES) + " more" : "")));
    }
}
