package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.weights.ElementType;
import java.nio.ByteBuffer;
import java.util.List;

/** Copies numbers into and out of native memory. */
public final class NativeTensors {

    private NativeTensors() {}

    /**
     * A float32 array with memory of its own.
     *
     * @param bytes direct and little-endian, such as a mapped file
     */
    public static NDArray copyOf(NDManager owner, List<Long> shape, ByteBuffer bytes) {
        try (NDArray view = JniUtils.createNdFromByteBuffer(
                (PtNDManager) owner, bytes, shape(shape), DataType.FLOAT32, SparseFormat.DENSE, Device.cpu())) {
            return owner.getDevice().isGpu() ? view.toDevice(owner.getDevice(), true) : view.duplicate();
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
        return array.toByteBuffer(true);
    }

    static ElementType type(Precision precision) {
        return precision == Precision.FLOAT32 ? ElementType.F32 : ElementType.BF16;
    }

    /** Type of a weight in memory, float32 or bfloat16, which DJL reports as unknown. */
    static ElementType type(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> ElementType.F32;
            case BFLOAT16, UNKNOWN -> ElementType.BF16;
            default -> throw new IllegalArgumentException("an array of " + array.getDataType() + " is not a weight");
        };
    }

    /** The type's number in TorchScript. */
    static int torchType(ElementType type) {
        return switch (type) {
            case F32 -> 6;
            case F16 -> 5;
            case BF16 -> 15;
            default ->
                throw new IllegalArgumentException("element type " + type + " is not one of weights: F32, F16, BF16");
        };
    }

    static Shape shape(List<Long> sizes) {
        return new Shape(sizes);
    }
}
