package io.tiltmeter.dataset.suite.lint;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Traces of a wrong encoding: replacement characters, control characters, and UTF-8 that was read as Windows-1252. */
final class DamagedText implements LintCheck {
    private static final Pattern TRACE = Pattern.compile(
            "\uFFFD|[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]|\u00c3[\u0080-\u00bf]|\u00e2\u20ac[\u2122\u0153\u02dc\u009d\u201c\u201d]");

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        Matcher trace = TRACE.matcher(String.join(
                "\n",
                item.item().context(),
                item.item().question(),
                item.item().contextAnswer(),
                item.item().memoryAnswer()));
        if (trace.find()) {
            found.accept(Finding.warning(
                    "damaged_text",
                    item,
                    String.format(
                            "the row holds U+%04X, a trace of a wrong encoding",
                            trace.group().codePointAt(0)),
                    "import the row from a file that was always UTF-8"));
        }
    }
}
