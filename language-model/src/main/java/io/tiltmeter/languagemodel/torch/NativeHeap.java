package io.tiltmeter.languagemodel.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Configures the C library's allocator to keep the memory that a training step frees for the next one, and returns it when
 * there is no next one. By default glibc returns large blocks to the kernel at every free, and the kernel clears their pages at
 * every allocation, which takes a fifth of a small model's step. Does nothing with another allocator.
 */
final class NativeHeap {

    private static final Logger LOG = Logger.getLogger(NativeHeap.class.getName());

    /** Smaller blocks are allocated from the heap, larger ones from the kernel. */
    private static final int GIBIBYTE = 1 << 30;

    /** More than the 64 MiB of one heap of a thread's arena, so that an empty one is not returned. */
    private static final int PADDING = 1 << 27;

    /** Parameters of mallopt(3) by their numbers in glibc's malloc.h, with the environment variables that take precedence. */
    private enum Parameter {
        TRIM_THRESHOLD(-1, "MALLOC_TRIM_THRESHOLD_"),
        TOP_PAD(-2, "MALLOC_TOP_PAD_"),
        MMAP_THRESHOLD(-3, "MALLOC_MMAP_THRESHOLD_"),
        ARENA_MAX(-8, "MALLOC_ARENA_MAX");

        private final int number;
        private final String variable;

        Parameter(int number, String variable) {
            this.number = number;
            this.variable = variable;
        }
    }

    private NativeHeap() {}

    /**
     * Threads that begin later share one arena, so that what one of them frees serves the next; each keeps its own otherwise.
     * Parameters that the environment sets are left alone.
     */
    static void keepFreedMemory() {
        if (!isLinux()) {
            return;
        }
        try {
            Function mallopt = Function.getFunction("c", "mallopt");
            set(mallopt, Parameter.MMAP_THRESHOLD, GIBIBYTE);
            set(mallopt, Parameter.TRIM_THRESHOLD, Integer.MAX_VALUE);
            set(mallopt, Parameter.TOP_PAD, PADDING);
            set(mallopt, Parameter.ARENA_MAX, 1);
        } catch (UnsatisfiedLinkError e) {
            LOG.log(Level.FINE, "this C library has no mallopt", e);
        }
    }

    /** Returns the free pages of all arenas to the kernel. */
    static void returnFreedMemory() {
        if (!isLinux()) {
            return;
        }
        try {
            Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {new NativeLong(0)});
        } catch (UnsatisfiedLinkError e) {
            LOG.log(Level.FINE, "this C library has no malloc_trim", e);
        }
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private static void set(Function mallopt, Parameter parameter, int value) {
        if (System.getenv(parameter.variable) == null
                && mallopt.invokeInt(new Object[] {parameter.number, value}) != 1) {
            LOG.log(Level.FINE, "mallopt refused parameter={0} value={1}", new Object[] {parameter, value});
        }
    }
}
