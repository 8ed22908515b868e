package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.List;

/** Numbers into and out of native memory. */
public final class NativeTensors {

    private NativeTensors() {}

    /**
     * A float32 array with memory of its own.
     *
     * @param bytes direct and little-endian, such as a mapped file
     */
    public static NDArray copyOf(NDManager owner, List<Long> shape, ByteBuffer bytes) {
        try (PtNDArray view = JniUtils.createNdFromByteBuffer(
                (PtNDManager) owner, bytes, shape(shape), DataType.FLOAT32, SparseFormat.DENSE, Device.cpu())) {
            return view.duplicate();
        }
    }

    /** A float32 array of the numbers. */
    public static NDArray of(NDManager owner, List<Long> shape, float[] numbers) {
        return owner.create(numbers, shape(shape));
    }

    /** A float32 array of zeros. */
    public static NDArray zeros(NDManager owner, List<Long> shape) {
        return owner.zeros(shape(shape));
    }

    /** The array's little-endian bytes. */
    public static ByteBuffer bytesOf(NDArray array) {
        return array.toByteBuffer();
    }

    static Shape shape(List<Long> sizes) {
        return new Shape(sizes);
    }
}
