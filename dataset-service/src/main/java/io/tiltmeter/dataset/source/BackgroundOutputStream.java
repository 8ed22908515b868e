package io.tiltmeter.dataset.source;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes to a stream from a thread of its own, so that hashing and the disk do not delay the reader. At most three blocks
 * of 1 MiB are allocated. Everything is written after {@link #finish()}; closed without it, the rest is dropped. The stream stays
 * open.
 */
final class BackgroundOutputStream extends OutputStream {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCKS = 3;

    private final OutputStream out;
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 2);
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS + 2);
    private final Thread thread = new Thread(this::writeBlocks, "rows-of-source");
    private volatile IOException failure;
    private volatile boolean isDropped;
    private int allocated;
    private Block current = newBlock();

    private static final class Block {
        private static final Block LAST = new Block(new byte[0]);

        private final byte[] bytes;
        private int length;

        private Block(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    BackgroundOutputStream(OutputStream out) {
        this.out = out;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void write(int value) throws IOException {
        if (current.length == BLOCK_BYTES) {
            handOver();
        }
        current.bytes[current.length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (current.length == BLOCK_BYTES) {
                handOver();
            }
            int fitting = Math.min(count - done, BLOCK_BYTES - current.length);
            System.arraycopy(source, from + done, current.bytes, current.length, fitting);
            current.length += fitting;
            done += fitting;
        }
    }

    private Block newBlock() {
        allocated++;
        return new Block(new byte[BLOCK_BYTES]);
    }

    private void handOver() throws IOException {
        throwFailure();
        full.add(current);
        try {
            Block written = empty.poll();
            current = written != null ? written : allocated < BLOCKS ? newBlock() : empty.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while rows were written", e);
        }
    }

    /** Waits until everything is written; nothing may be written after it. */
    void finish() throws IOException {
        full.add(current);
        end();
        throwFailure();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (thread.isAlive()) {
            isDropped = true;
            end();
        }
    }

    private void end() throws IOException {
        full.add(Block.LAST);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while rows were written", e);
        }
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw new IOException("the rows cannot be written: " + failure.getMessage(), failure);
        }
    }

    private void writeBlocks() {
        try {
            for (Block block = full.take(); block != Block.LAST; block = full.take()) {
                write(block);
                block.length = 0;
                empty.add(block);
            }
        } catch (InterruptedException e) {
            failure = new IOException("interrupted while rows were written", e);
        }
    }

    /** After a failure blocks are still returned, so that the writer never waits for one. */
    private void write(Block block) {
        if (failure != null || isDropped) {
            return;
        }
        try {
            out.write(block.bytes, 0, block.length);
        } catch (IOException e) {
            failure = e;
        }
    }
}
