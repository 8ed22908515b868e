package io.tiltmeter.dataset.suite.file;

import java.nio.charset.StandardCharsets;

/** First bytes by which formats that are no plain UTF-8 text are known. */
enum FileSignature {
    GZIP("\u001f\u008b", "gzip-compressed", "send it unpacked"),
    ZSTANDARD("\u0028\u00b5\u002f\u00fd", "zstd-compressed", "send it unpacked"),
    ZIP("PK\u0003\u0004", "a zip archive", "send the files in it one by one"),
    UTF_16_LITTLE("\u00ff\u00fe", "UTF-16 text", "save it as UTF-8"),
    UTF_16_BIG("\u00fe\u00ff", "UTF-16 text", "save it as UTF-8");

    private final byte[] bytes;
    private final String what;
    private final String remedy;

    FileSignature(String bytes, String what, String remedy) {
        this.bytes = bytes.getBytes(StandardCharsets.ISO_8859_1);
        this.what = what;
        this.remedy = remedy;
    }

    /** Whether a file that begins like this is Parquet. */
    static boolean isParquet(byte[] start) {
        return start.length >= 4 && new String(start, 0, 4, StandardCharsets.ISO_8859_1).equals("PAR1");
    }

    /** Says what to send instead of a file that begins like this. */
    static void refuse(byte[] start) {
        for (FileSignature signature : values()) {
            if (signature.begins(start)) {
                throw RowFile.refused(
                        "",
                        "the file is " + signature.what + ", and JSON, JSON lines, CSV or Parquet are read here",
                        signature.remedy);
            }
        }
    }

    private boolean begins(byte[] start) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= start.length || start[i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
