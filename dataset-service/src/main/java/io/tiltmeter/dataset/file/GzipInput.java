package io.tiltmeter.dataset.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The members of a gzip file (RFC 1952), one after another and each whole. What follows the last one is a fault, except
 * zero bytes, with which tapes are filled up; {@link java.util.zip.GZIPInputStream} ends without a word at anything that is
 * no member, also at one that is cut off within its header.
 */
final class GzipInput extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FIRST = 0x1F;
    private static final int SECOND = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int TIME_FLAGS_SYSTEM_BYTES = 6;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] one = new byte[1];
    private int position;
    private int limit;
    private boolean isEnded;

    /** @throws ZipException if it does not begin as a member does */
    GzipInput(InputStream in) throws IOException {
        this.in = in;
        if (next() != FIRST || next() != SECOND) {
            throw new ZipException("it does not begin as gzip");
        }
        readHeader();
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (!isEnded) {
            int read = inflate(target, from, count);
            if (read > 0) {
                checksum.update(target, from, read);
                return read;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a member needs a dictionary, which gzip does not have");
            } else {
                if (!fill()) {
                    throw new EOFException("the data end within a member");
                }
                inflater.setInput(buffer, position, limit - position);
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int from, int count) throws ZipException {
        try {
            return inflater.inflate(target, from, count);
        } catch (DataFormatException e) {
            throw new ZipException("the compressed data are damaged: " + e.getMessage());
        }
    }

    /** Checks the member that ended, and begins the next one if there is one. */
    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        if (littleEndian() != checksum.getValue() || littleEndian() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("a member's checksum or length is not that of its data");
        }
        if (!isAvailable()) {
            isEnded = true;
            return;
        }
        int first = next();
        if (first == 0) {
            passZeros();
            isEnded = true;
        } else if (first != FIRST || !isAvailable() || next() != SECOND) {
            throw new ZipException("something that is not gzip follows the last member");
        } else {
            readHeader();
        }
    }

    private void passZeros() throws IOException {
        while (isAvailable()) {
            if (next() != 0) {
                throw new ZipException("something that is not gzip follows the last member and zero bytes");
            }
        }
    }

    /** From behind the signature to the data. */
    private void readHeader() throws IOException {
        if (next() != DEFLATE) {
            throw new ZipException("a member is compressed in an unknown way");
        }
        int flags = next();
        skip(TIME_FLAGS_SYSTEM_BYTES);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        inflater.setInput(buffer, position, limit - position);
    }

    private void skipText() throws IOException {
        while (next() != 0) {}
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private long littleEndian() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        if (!isAvailable()) {
            throw new EOFException("the data end within a member");
        }
        return buffer[position++] & 0xFF;
    }

    private boolean isAvailable() throws IOException {
        return position < limit || fill();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = in.readNBytes(buffer, 0, BUFFER_BYTES);
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
