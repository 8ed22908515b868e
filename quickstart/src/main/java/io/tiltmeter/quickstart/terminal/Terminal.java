package io.tiltmeter.quickstart.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Output for the user. On a terminal the newest status is one line that is overwritten; elsewhere (a file, a pipe) it is
 * a plain line every 10 s, without cursor codes.
 */
public final class Terminal {
    private static final Duration BETWEEN_PLAIN_STATUSES = Duration.ofSeconds(10);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final Kind kind;
    private final int columns;
    private String status = "";
    private String phase = "";
    private long lastStatusNanos;

    /** What the output goes to. */
    public enum Kind {
        LIVE,
        PLAIN
    }

    /**
     * @param columns width of a line, in characters
     */
    public Terminal(PrintStream out, Kind kind, int columns) {
        this.out = out;
        this.kind = kind;
        this.columns = columns;
    }

    /** Standard output, of the width that the script passes in {@code tiltmeter.columns}; plain without it. */
    public static Terminal ofProcess() {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Integer columns = Integer.getInteger("tiltmeter.columns");
        return columns == null ? new Terminal(out, Kind.PLAIN, 100) : new Terminal(out, Kind.LIVE, columns);
    }

    /** Writes lines that stay. */
    public synchronized void line(String text) {
        if (kind == Kind.LIVE && !status.isEmpty()) {
            out.print(ERASE_LINE);
        }
        out.println(text);
        if (kind == Kind.LIVE) {
            out.print(status);
        }
        out.flush();
    }

    /**
     * Replaces the status.
     *
     * @param newPhase such as training; plain output shows each new phase at once
     */
    public synchronized void status(String newPhase, String text) {
        if (kind == Kind.LIVE) {
            String cut = text.length() < columns ? text : text.substring(0, columns - 1);
            if (!cut.equals(status)) {
                out.print(ERASE_LINE + cut);
                out.flush();
            }
            status = cut;
            return;
        }
        boolean due = System.nanoTime() - lastStatusNanos > BETWEEN_PLAIN_STATUSES.toNanos();
        if (!newPhase.equals(phase) || due && !text.equals(status)) {
            out.println(text);
            out.flush();
            lastStatusNanos = System.nanoTime();
            status = text;
        }
        phase = newPhase;
    }

    /** Removes the status. */
    public synchronized void clearStatus() {
        if (kind == Kind.LIVE && !status.isEmpty()) {
            out.print(ERASE_LINE);
            out.flush();
        }
        status = "";
        phase = "";
    }
}
