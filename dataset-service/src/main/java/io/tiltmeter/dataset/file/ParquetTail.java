package io.tiltmeter.dataset.file;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What is between the last column of a Parquet file and its end: indexes, filters and the footer. Two files that were put
 * together are read as the second footer says, and the rest would be passed over without a word.
 */
final class ParquetTail {
    /** Where one file ends and another begins. */
    private static final byte[] BORDER = {'P', 'A', 'R', '1', 'P', 'A', 'R', '1'};

    private ParquetTail() {}

    /**
     * Checks the tail.
     *
     * @param dataEnd the byte behind the last column
     * @throws FileRefused if another file ends within it
     */
    static void check(Path file, long dataEnd) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(Math.max(0, Math.min(dataEnd, channel.size())));
            ByteInput bytes = new ByteInput(Channels.newInputStream(channel));
            int matched = 0;
            for (int next = bytes.read(); next != ByteInput.END; next = bytes.read()) {
                matched = next == BORDER[matched] ? matched + 1 : next == BORDER[0] ? 1 : 0;
                if (matched == BORDER.length) {
                    throw new FileRefused(
                            "file",
                            "two Parquet files, one behind the other",
                            "a Parquet file is one file: only the rows of the second would be read",
                            "send them one by one, or write their rows into one file");
                }
            }
        }
    }
}
