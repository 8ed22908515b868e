package io.tiltmeter.languagemodel.torch;

import com.sun.jna.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Configures the C library's allocator to keep the memory that a training step frees for the next one. By default glibc
 * returns large blocks to the kernel at every free, and the kernel clears their pages at every allocation, which takes a
 * fifth of a small model's step. With this setting the process stays as large as its largest step.
 */
final class NativeHeap {

    private static final Logger LOG = Logger.getLogger(NativeHeap.class.getName());

    /** Parameters of mallopt(3), from glibc's malloc.h. */
    private static final int M_TRIM_THRESHOLD = -1;

    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;

    /** Smaller blocks are allocated from the heap, larger ones from the kernel. */
    private static final int GIBIBYTE = 1 << 30;

    /** More than the 64 MiB of one heap of a thread's arena, so that an empty one is not returned. */
    private static final int PADDING = 1 << 27;

    private NativeHeap() {}

    /** Does nothing with another allocator, or if an environment variable {@code MALLOC_...} configures it. */
    static void keepFreedMemory() {
        boolean given = System.getenv().keySet().stream().anyMatch(name -> name.startsWith("MALLOC_"));
        if (given || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            Function mallopt = Function.getFunction("c", "mallopt");
            set(mallopt, M_MMAP_THRESHOLD, GIBIBYTE);
            set(mallopt, M_TRIM_THRESHOLD, Integer.MAX_VALUE);
            set(mallopt, M_TOP_PAD, PADDING);
        } catch (UnsatisfiedLinkError e) {
            LOG.log(Level.FINE, "this C library has no mallopt", e);
        }
    }

    private static void set(Function mallopt, int parameter, int value) {
        if (mallopt.invokeInt(new Object[] {parameter, value}) != 1) {
            LOG.log(Level.FINE, "mallopt refused parameter={0} value={1}", new Object[] {parameter, value});
        }
    }
}
