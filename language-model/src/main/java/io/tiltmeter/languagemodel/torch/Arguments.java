package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/** The arguments of one TorchScript call, in order; closing it releases their native values. */
public final class Arguments implements AutoCloseable {

    private final List<IValue> values = new ArrayList<>();

    /** Adds a {@code Tensor}. */
    public Arguments tensor(NDArray array) {
        return add(IValue.from((PtNDArray) array));
    }

    /** Adds a {@code List[Tensor]}. */
    public Arguments tensors(List<NDArray> arrays) {
        return add(IValue.listFrom(arrays.toArray(new PtNDArray[0])));
    }

    /** Adds a {@code float}. */
    public Arguments real(double value) {
        return add(IValue.from(value));
    }

    /** Adds an {@code int}. */
    public Arguments integer(long value) {
        return add(IValue.from(value));
    }

    /** Adds a {@code List[int]}. */
    public Arguments integers(long... list) {
        return add(IValue.listFrom(list));
    }

    IValue[] values() {
        return values.toArray(new IValue[0]);
    }

    private Arguments add(IValue value) {
        values.add(value);
        return this;
    }

    @Override
    public void close() {
        values.forEach(IValue::close);
        values.clear();
    }
}
