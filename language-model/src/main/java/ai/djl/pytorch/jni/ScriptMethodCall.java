package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Calls any method of a TorchScript module with any values. DJL's public API only calls {@code forward} on lists of arrays and
 * never records gradients outside of a trainer. The native call is package-private, so this class is in its package, which
 * needs the class path instead of modules, and one class loader for both.
 */
public final class ScriptMethodCall {

    private ScriptMethodCall() {}

    /**
     * @param arguments closed by the caller
     * @param recording whether autograd may record; otherwise the call runs in inference mode, whose results cannot be used
     *     with gradients
     * @return closed by the caller
     */
    public static IValue run(PtSymbolBlock module, String method, IValue[] arguments, boolean recording) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, recording, false));
    }
}
