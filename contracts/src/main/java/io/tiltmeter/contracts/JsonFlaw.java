package io.tiltmeter.contracts;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first thing that keeps a text from being one JSON document, in words for whoever wrote it.
 *
 * @param line from 1; a line feed, a carriage return or both end a line
 * @param column from 1, in UTF-16 units
 * @param found what is there, such as {@code } or "another object"
 * @param expected what JSON has there
 */
public record JsonFlaw(int line, int column, String found, String expected) {
    /** Levels of objects and lists, and characters of a number, which readers take unless they say otherwise. */
    public static final int MAX_DEPTH = 1_000;

    /** What counts as a number. */
    public enum Numbers {
        /** Those of RFC 8259. */
        STRICT,

        /** Also {@code NaN}, {@code Infinity} and {@code -Infinity}, which Python's json writes. */
        OF_PYTHON
    }

    /** The first flaw of a text by RFC 8259; a name that an object has twice is one too. */
    public static Optional<JsonFlaw> first(String text) {
        return first(text, MAX_DEPTH, Numbers.STRICT);
    }

    /** As {@link #first(String)}, with another limit of nested objects and lists, or with Python's numbers. */
    public static Optional<JsonFlaw> first(String text, int maxDepth, Numbers numbers) {
        return new JsonSyntax(text, maxDepth, numbers).firstFlaw();
    }

    /** As {@link #first(String, int, Numbers)}, of a file; a byte order mark at its beginning is skipped. */
    public static Optional<JsonFlaw> first(byte[] utf8, int maxDepth, Numbers numbers) {
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        CharBuffer characters = CharBuffer.allocate(utf8.length);
        boolean isText = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(bytes, characters, true)
                .isError();
        String text = characters.flip().toString();
        JsonSyntax syntax = new JsonSyntax(text.startsWith("\uFEFF") ? text.substring(1) : text, maxDepth, numbers);
        return isText ? syntax.firstFlaw() : Optional.of(syntax.flawAtEnd("bytes that are not UTF-8", "UTF-8 text"));
    }

    /** The flaw in one line, of a text that could not be read; without one, a limit of its reader was exceeded. */
    public static String reason(String text) {
        return reason(first(text));
    }

    /** As {@link #reason(String)}, of a file. */
    public static String reason(byte[] utf8, int maxDepth, Numbers numbers) {
        return reason(first(utf8, maxDepth, numbers));
    }

    private static String reason(Optional<JsonFlaw> flaw) {
        return flaw.map(JsonFlaw::toString).orElse("a text, name or number of it is too long");
    }

    /** Such as {@code line 3, column 17}. */
    public String place() {
        return "line " + line + ", column " + column;
    }

    /** The same flaw, of a text that begins on this line of its file; at most 1 for a text without lines. */
    public JsonFlaw inFileFrom(long firstLine) {
        return new JsonFlaw((int) Math.max(1, firstLine) + line - 1, column, found, expected);
    }

    /** Such as {@code found } at line 3, column 17, expected a name in double quotes}. */
    @Override
    public String toString() {
        return "found " + found + " at " + place() + ", expected " + expected;
    }
}
