package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.Precision;

/**
 * Starts PyTorch once per JVM, offline and with a fixed number of compute threads, since results repeat bit for bit only with
 * the same number. It is 1 unless {@value #THREADS} or DJL's own {@value #DJL_THREADS} is set.
 */
public final class TorchEngine {

    /** System property: compute threads of this JVM. */
    public static final String THREADS = "tiltmeter.threads";

    /** System property: {@code cpu} (the default), {@code cuda:0} and the like, or {@code auto} for a GPU if there is one. */
    public static final String DEVICE = "tiltmeter.device";

    private static final String DJL_THREADS = "ai.djl.pytorch.num_threads";

    private TorchEngine() {}

    /**
     * A root of native memory on the device that computes; the caller closes it.
     *
     * @throws IllegalArgumentException if {@value #DEVICE} is not a device of this machine
     */
    public static NDManager newManager() {
        return Started.ENGINE.newBaseManager(device());
    }

    /**
     * Returns to the kernel the memory that computing has freed and that is kept for further computing. For when nothing
     * is left to compute: the next computation is slower at first, as the kernel clears every page that it gives out again. Takes
     * a tenth of a second for each half GiB; may be called by any thread. The engine is not started, and models stay loaded.
     */
    public static void returnFreedMemory() {
        NativeHeap.returnFreedMemory();
    }

    /** Prevents DJL from fetching libraries and reporting its use; must be called before any of its classes is used. */
    public static void stayOffline() {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Describes the engine in float32, such as {@code pytorch 2.7.1 cpu float32 threads=1}; results repeat bit for bit only with an equal description. */
    public static String description() {
        return description(Precision.FLOAT32);
    }

    /** Describes the engine with this type of products. */
    public static String description(Precision compute) {
        return "pytorch " + Started.ENGINE.getVersion() + " " + DeviceChoice.name(device()) + " " + compute.id()
                + " threads=" + System.getProperty(DJL_THREADS);
    }

    private static Device device() {
        return DeviceChoice.of(System.getProperty(DEVICE, "cpu"), Started.ENGINE.getGpuCount());
    }

    /** Starts the engine at first use (initialization-on-demand holder). */
    private static final class Started {
        private static final Engine ENGINE = start();

        private static Engine start() {
            stayOffline();
            NativeHeap.keepFreedMemory();
            PrimitiveCache.limit();
            setIfAbsent(DJL_THREADS, System.getProperty(THREADS, "1"));
            setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
            setIfAbsent("ai.djl.pytorch.graph_optimizer", "false");
            return Engine.getEngine("PyTorch");
        }
    }
}
