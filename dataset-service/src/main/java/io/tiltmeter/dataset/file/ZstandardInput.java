package io.tiltmeter.dataset.file;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.ZipException;

/**
 * The frames of a Zstandard file (RFC 8878), one after another and each whole; skippable frames are skipped. The library's
 * own stream ends without a word at a further frame that is cut off before its first byte of data. A frame's window is at most
 * 2^27 bytes, as the zstd program has it by default.
 */
final class ZstandardInput extends InputStream {
    private static final int COMPRESSED_BYTES = 1 << 16;
    private static final int EXPANDED_BYTES = 1 << 17;

    private final ReadableByteChannel in;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer compressed =
            ByteBuffer.allocateDirect(COMPRESSED_BYTES).limit(0);
    private final ByteBuffer expanded =
            ByteBuffer.allocateDirect(EXPANDED_BYTES).limit(0);
    private final byte[] one = new byte[1];
    private boolean isWithinFrame;

    ZstandardInput(ReadableByteChannel in) {
        this.in = in;
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
        if (!expanded.hasRemaining() && !expand()) {
            return -1;
        }
        int fitting = Math.min(count, expanded.remaining());
        expanded.get(target, from, fitting);
        return fitting;
    }

    /** Whether there are more bytes; false at the end of the last frame. */
    private boolean expand() throws IOException {
        expanded.clear();
        while (expanded.position() == 0) {
            boolean isEnd = !compressed.hasRemaining() && !fill();
            if (isEnd && !isWithinFrame) {
                expanded.limit(0);
                return false;
            }
            try {
                isWithinFrame = !context.decompressDirectByteBufferStream(expanded, compressed);
            } catch (ZstdException e) {
                throw new ZipException(
                        isWithinFrame ? "a frame is damaged" : "what begins there is no frame, or a damaged one");
            }
            if (isEnd && isWithinFrame && expanded.position() == 0) {
                throw new EOFException("the data end within a frame");
            }
        }
        expanded.flip();
        return true;
    }

    private boolean fill() throws IOException {
        compressed.clear();
        int read = in.read(compressed);
        compressed.flip();
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        context.close();
        in.close();
    }
}
