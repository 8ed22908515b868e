package io.tiltmeter.quickstart.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void plainOutputShowsEachPhaseOnceAndNoCursorCodes() {
        Terminal terminal = terminal(Terminal.Kind.PLAIN);
        terminal.status("training", "training 1/9");
        terminal.status("training", "training 2/9");
        terminal.line("step 0: 0.5");
        terminal.status("evaluating", "evaluating 1/3");
        terminal.clearStatus();
        assertEquals("training 1/9\nstep 0: 0.5\nevaluating 1/3\n", text());
    }

    @Test
    void liveStatusIsWrittenOverAndStaysBelowTheLines() {
        Terminal terminal = terminal(Terminal.Kind.LIVE);
        terminal.status("training", "1/9");
        terminal.line("step 0");
        terminal.status("training", "2/9");
        assertEquals("\r\u001b[K1/9\r\u001b[Kstep 0\n1/9\r\u001b[K2/9", text());
    }

    @Test
    void liveStatusNeverWraps() {
        Terminal terminal = terminal(Terminal.Kind.LIVE);
        terminal.status("training", "0123456789 and more");
        assertEquals("\r\u001b[K012345678", text());
    }

    private Terminal terminal(Terminal.Kind kind) {
        return new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), kind, 10);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
