package io.tiltmeter.languagemodel.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;

/**
 * Checks SentencePiece's compiled character map (a Darts double array and the texts that it points to) for transitions that
 * leave it, by following it as the native library does: any text could make the library follow them.
 */
final class CharacterMap {

    private static final int MAX_BYTE = 0xff;
    private static final int LABEL_MASK = 0x8000_00ff;

    private final int[] units;
    private final byte[] texts;

    private CharacterMap(int[] units, byte[] texts) {
        this.units = units;
        this.texts = texts;
    }

    /** Why a map cannot be used; empty if it can. */
    static Optional<String> fault(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Optional.of("a character map that is not base64: " + e.getMessage());
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long unitBytes = bytes.length < Integer.BYTES ? -1 : buffer.getInt() & 0xffff_ffffL;
        if (unitBytes < Integer.BYTES || unitBytes > buffer.remaining()) {
            return Optional.of("a character map of " + bytes.length + " bytes whose trie has " + unitBytes);
        }
        int[] units = new int[(int) (unitBytes / Integer.BYTES)];
        for (int i = 0; i < units.length; i++) {
            units[i] = buffer.getInt();
        }
        byte[] texts = Arrays.copyOfRange(bytes, buffer.position(), bytes.length);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
        } catch (CharacterCodingException e) {
            return Optional.of("a character map whose texts are not UTF-8");
        }
        return new CharacterMap(units, texts).isSound()
                ? Optional.empty()
                : Optional.of("a character map with transitions that leave it");
    }

    private boolean isSound() {
        BitSet seen = new BitSet(units.length);
        Deque<Long> open = new ArrayDeque<>();
        open.add(offset(units[0]));
        while (!open.isEmpty()) {
            long at = open.poll();
            for (int next = 1; next <= MAX_BYTE; next++) {
                long place = at ^ next;
                if (place >= units.length) {
                    return false;
                }
                int unit = units[(int) place];
                if ((unit & LABEL_MASK) != next || seen.get((int) place)) {
                    continue;
                }
                seen.set((int) place);
                long following = place ^ offset(unit);
                if ((unit >> 8 & 1) == 1 && !endsInText(following)) {
                    return false;
                }
                open.add(following);
            }
        }
        return true;
    }

    private boolean endsInText(long place) {
        if (place >= units.length) {
            return false;
        }
        int text = units[(int) place] & Integer.MAX_VALUE;
        boolean startsCharacter = text == texts.length || text < texts.length && (texts[text] & 0xc0) != 0x80;
        return text <= texts.length && startsCharacter;
    }

    private static long offset(int unit) {
        long wide = unit & 0xffff_ffffL;
        return (wide >> 10) << ((wide & 1L << 9) >> 6);
    }
}
