package io.tiltmeter.dataset.file;

/** What is around the rows of a file. */
public enum Compression {
    NONE("not compressed"),
    GZIP("gzip", 0x1F, 0x8B),
    ZSTANDARD("zstd", 0x28, 0xB5, 0x2F, 0xFD);

    private final String label;
    private final int[] signature;

    Compression(String label, int... signature) {
        this.label = label;
        this.signature = signature;
    }

    /** As its program is called. */
    String label() {
        return label;
    }

    /** The compression of a file that begins with these bytes. */
    static Compression of(byte[] head) {
        return begins(head, GZIP.signature)
                ? GZIP
                : begins(head, ZSTANDARD.signature) || isSkippableFrame(head) ? ZSTANDARD : NONE;
    }

    /** As pzstd begins its files: 0x184D2A50 to 0x184D2A5F, the lowest byte first (RFC 8878, section 3.1.2). */
    private static boolean isSkippableFrame(byte[] head) {
        return head.length > 3 && (head[0] & 0xF0) == 0x50 && head[1] == 0x2A && head[2] == 0x4D && head[3] == 0x18;
    }

    static boolean begins(byte[] head, int... signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
