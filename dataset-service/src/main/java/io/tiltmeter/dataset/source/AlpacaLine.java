package io.tiltmeter.dataset.source;

import io.tiltmeter.dataset.file.NoContext;
import io.tiltmeter.dataset.file.RowReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Copies Alpaca rows of the usual form from their bytes to the canonical form, without building a tree. It accepts a row
 * only if {@link SourceShape#ALPACA} would, and writes the same bytes; every other row (a number among its members, a text
 * that may be blank, a fault of any kind) is left to the parser, which reports what is wrong. With Jackson's streaming
 * parser instead, the import takes 1.8 times as long ({@code ./tiltmeter bench dataset --rows 1000000};
 * docs/decisions/0010).
 */
final class AlpacaLine implements RowReader.ByteTaker {
    private static final int MAX_KEY_BYTES = 64;
    private static final int MAX_OTHER_FIELDS = 8;
    private static final int ID = 0;
    private static final int SYSTEM = 1;
    private static final int INPUT = 2;
    private static final int INSTRUCTION = 3;
    private static final int OUTPUT = 4;
    private static final List<byte[]> KEYS =
            List.of(ascii("id"), ascii("system"), ascii("input"), ascii("instruction"), ascii("output"));
    private static final byte[] NULL = ascii("null");
    private static final byte[] BEFORE_ID = ascii(",\"id\":\"");
    private static final byte[] BEFORE_SYSTEM = ascii(",\"system\":\"");
    private static final byte[] BEFORE_CONTEXT = ascii(",\"context\":\"");
    private static final byte[] QUOTE = ascii("\"");
    private static final byte[] BEFORE_QUESTION = ascii("\",\"turns\":[{\"role\":\"user\",\"text\":\"");
    private static final byte[] BEFORE_ANSWER = ascii("\"},{\"role\":\"assistant\",\"text\":\"");
    private static final byte[] BEHIND_ANSWER = ascii("\"}]}\n");

    private final ImportedRows rows;
    private final JsonText[] texts = {new JsonText(), new JsonText(), new JsonText(), new JsonText(), new JsonText()};
    private final JsonText other = new JsonText();
    private final boolean[] seen = new boolean[KEYS.size()];
    private final int[] otherKeys = new int[2 * MAX_OTHER_FIELDS];
    private final GrowingBytes canonical = new GrowingBytes();
    private byte[] bytes;
    private int end;
    private int at;
    private int others;

    AlpacaLine(ImportedRows rows) {
        this.rows = rows;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean takes(byte[] row, int length) {
        bytes = row;
        end = length;
        at = 0;
        others = 0;
        Arrays.fill(seen, false);
        for (JsonText text : texts) {
            text.clear();
        }
        boolean isContextSure = isObject() && (texts[INPUT].isEmpty() || texts[INPUT].isSolid());
        if (!isContextSure
                || texts[INPUT].mayBe(NoContext::isSaidBy, NoContext.MAX_CHARACTERS, bytes)
                || !texts[INSTRUCTION].isSolid()
                || !texts[OUTPUT].isSolid()) {
            return false;
        }
        write();
        return true;
    }

    private boolean isObject() {
        if (!isNext('{')) {
            return false;
        }
        do {
            if (!isMember()) {
                return false;
            }
        } while (isNext(','));
        boolean isClosed = isNext('}');
        skipSpace();
        return isClosed && at == end;
    }

    private boolean isMember() {
        if (!isNext('"')) {
            return false;
        }
        int from = at;
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        int to = at;
        if (to == end || bytes[to] != '"' || to - from > MAX_KEY_BYTES) {
            return false;
        }
        at++;
        if (!isNext(':')) {
            return false;
        }
        int key = key(from, to);
        if (key < 0 ? isOtherRepeated(from, to) : seen[key]) {
            return false;
        }
        if (key >= 0) {
            seen[key] = true;
        }
        skipSpace();
        if (at < end && bytes[at] == '"') {
            at = (key < 0 ? other : texts[key]).read(bytes, at + 1, end);
            return at >= 0;
        }
        boolean isNull = at + NULL.length <= end && Arrays.equals(bytes, at, at + NULL.length, NULL, 0, NULL.length);
        at += NULL.length;
        return isNull;
    }

    private int key(int from, int to) {
        for (int key = 0; key < KEYS.size(); key++) {
            byte[] name = KEYS.get(key);
            if (name.length == to - from && Arrays.equals(bytes, from, to, name, 0, name.length)) {
                return key;
            }
        }
        return -1;
    }

    /** Whether a member that no shape reads came before, or there are too many to compare. */
    private boolean isOtherRepeated(int from, int to) {
        for (int i = 0; i < others; i++) {
            if (Arrays.equals(bytes, from, to, bytes, otherKeys[2 * i], otherKeys[2 * i + 1])) {
                return true;
            }
        }
        if (others == MAX_OTHER_FIELDS) {
            return true;
        }
        otherKeys[2 * others] = from;
        otherKeys[2 * others + 1] = to;
        others++;
        return false;
    }

    private boolean isNext(char wanted) {
        skipSpace();
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
    }

    private void write() {
        canonical.clear();
        unlessEmpty(BEFORE_ID, texts[ID]);
        unlessEmpty(BEFORE_SYSTEM, texts[SYSTEM]);
        canonical.append(BEFORE_CONTEXT);
        texts[INPUT].write(bytes, canonical);
        canonical.append(BEFORE_QUESTION);
        texts[INSTRUCTION].write(bytes, canonical);
        canonical.append(BEFORE_ANSWER);
        texts[OUTPUT].write(bytes, canonical);
        canonical.append(BEHIND_ANSWER);
        int characters = 0;
        for (int key = SYSTEM; key <= OUTPUT; key++) {
            characters += texts[key].units();
        }
        rows.singleQuestion(canonical, !texts[INPUT].isEmpty(), characters);
    }

    private void unlessEmpty(byte[] before, JsonText text) {
        if (!text.isEmpty()) {
            canonical.append(before);
            text.write(bytes, canonical);
            canonical.append(QUOTE);
        }
    }
}
