package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.tiltmeter.languagemodel.torch.ScriptModule.Mode;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Measures how fast this machine multiplies square matrices, to compare training with. */
public final class MatrixProductSpeed implements AutoCloseable {

    private static final String TEXT = """
        def torch(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
          return torch.mm(x, y)

        def onednn(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
          return ops.mkldnn._linear_pointwise(x, y, None, "none", annotate(List[Optional[number]], []), "")

        def bfloat16(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
          return torch.linear(x, y)

        def narrow(self: __torch__.Ops, x: Tensor) -> Tensor:
          return torch.to(x, 15)

        def forward(self: __torch__.Ops, x: Tensor) -> Tensor:
          return x
        """;

    private final NDManager memory = TorchEngine.newManager();
    private final ScriptModule script = ScriptModule.compile(memory, TEXT);
    private final int size;
    private final NDArray left;
    private final NDArray right;
    private final NDArray narrowLeft;
    private final NDArray narrowRight;

    /** @param size n of the n x n matrices */
    public MatrixProductSpeed(int size) {
        this.size = size;
        this.left = memory.randomUniform(-1, 1, new Shape(size, size));
        this.right = memory.randomUniform(-1, 1, new Shape(size, size));
        this.narrowLeft = narrow(left);
        this.narrowRight = narrow(right);
    }

    /**
     * One float32 product, without copies between layouts.
     *
     * @param clock in nanoseconds
     * @return 10^9 floating-point operations per second, 2 n^3 for a product
     */
    public double gigaflopsPerSecond(MatrixProducts products, LongSupplier clock) {
        return gigaflopsPerSecond(products.name().toLowerCase(Locale.ROOT), left, right, clock);
    }

    /** As {@link #gigaflopsPerSecond}, in bfloat16. */
    public double bfloat16GigaflopsPerSecond(LongSupplier clock) {
        return gigaflopsPerSecond("bfloat16", narrowLeft, narrowRight, clock);
    }

    private double gigaflopsPerSecond(String method, NDArray x, NDArray y, LongSupplier clock) {
        try (Arguments arguments = new Arguments().tensor(x).tensor(y)) {
            long start = clock.getAsLong();
            NDArray product = script.tensor(memory, method, Mode.INFERENCE, arguments);
            long nanos = clock.getAsLong() - start;
            product.close();
            return 2.0 * size * size * size / nanos;
        }
    }

    private NDArray narrow(NDArray array) {
        try (Arguments arguments = new Arguments().tensor(array)) {
            return script.tensor(memory, "narrow", Mode.INFERENCE, arguments);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
