package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Calls any method of a TorchScript module with any values. DJL's public way knows only {@code forward} on lists of
 * arrays and always guards against gradients outside a trainer; the native call underneath is package-private, so this
 * one class lies in its package (which needs the class path, not modules, and one class loader for both).
 */
public final class ScriptMethodCall {

    private ScriptMethodCall() {}

    /**
     * @param arguments stay open; the caller closes them
     * @param recording whether autograd may record; without it the call runs in inference mode, whose results can never
     *     take part in a gradient
     * @return an open value; the caller closes it
     */
    public static IValue run(PtSymbolBlock module, String method, IValue[] arguments, boolean recording) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, recording, false));
    }
}
