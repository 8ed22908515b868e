package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptMethodCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Compiled TorchScript, whose methods are called by name. It holds no weights: they are arguments. */
public final class ScriptModule implements AutoCloseable {

    /** Whether autograd may record a call. */
    public enum Mode {
        /** The call may compute gradients, and later calls may compute gradients of its results. */
        TRAINING,
        /** Faster; results cannot be used with gradients. */
        INFERENCE
    }

    private final PtSymbolBlock block;

    private ScriptModule(PtSymbolBlock block) {
        this.block = block;
    }

    /**
     * Compiles methods.
     *
     * @param owner closes the module, unless it is closed before
     * @throws IllegalStateException with the compiler's message if the text is wrong
     */
    public static ScriptModule compile(NDManager owner, String methods) {
        byte[] archive = ScriptArchive.pack(methods);
        try {
            return new ScriptModule(
                    JniUtils.loadModule((PtNDManager) owner, new ByteArrayInputStream(archive), false, false));
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("TorchScript text does not compile: " + e.getMessage(), e);
        }
    }

    /** Calls a method that returns nothing. */
    public void call(String method, Mode mode, Arguments arguments) {
        run(method, mode, arguments).close();
    }

    /** Calls a method that returns a tensor, which then belongs to the manager. */
    public NDArray tensor(NDManager results, String method, Mode mode, Arguments arguments) {
        try (IValue value = run(method, mode, arguments)) {
            return value.toTensor((PtNDManager) results);
        }
    }

    /** Calls a method that returns a list of tensors, which then belong to the manager. */
    public List<NDArray> tensors(NDManager results, String method, Mode mode, Arguments arguments) {
        try (IValue value = run(method, mode, arguments)) {
            return List.of(value.toTensorArray((PtNDManager) results));
        }
    }

    private IValue run(String method, Mode mode, Arguments arguments) {
        // Both settings are per thread and cost almost nothing. The profiling executor would recompile for every new
        // shape; DJL switches recording off outside of its own gradient collector.
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(mode == Mode.TRAINING);
        return ScriptMethodCall.run(block, method, arguments.values(), mode == Mode.TRAINING);
    }

    @Override
    public void close() {
        block.close();
    }
}
