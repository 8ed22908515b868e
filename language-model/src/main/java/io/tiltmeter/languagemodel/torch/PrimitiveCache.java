package io.tiltmeter.languagemodel.torch;

import com.sun.jna.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits how many compiled operations oneDNN keeps. It compiles one for each operation and shape and keeps 1024 of them, each of which makes
 * the process larger by 2.7 MiB, whatever the model's size. GPT-NeoX models are concerned most, whose GELU is an operation of oneDNN in float32
 * too: batches of many lengths made a process grow by gigabytes.
 */
final class PrimitiveCache {

    private static final Logger LOG = Logger.getLogger(PrimitiveCache.class.getName());

    /** Read by oneDNN at its first operation. */
    private static final String VARIABLE = "ONEDNN_PRIMITIVE_CACHE_CAPACITY";

    /** More than a training step or a batch of inference has operations of different shapes. */
    private static final int CAPACITY = 64;

    private PrimitiveCache() {}

    /** Has an effect before the engine has started; what the environment sets is left alone. */
    static void limit() {
        try {
            Function.getFunction("c", "setenv").invokeInt(new Object[] {VARIABLE, Integer.toString(CAPACITY), 0});
        } catch (UnsatisfiedLinkError e) {
            LOG.log(Level.FINE, "this C library has no setenv", e);
        }
    }
}
