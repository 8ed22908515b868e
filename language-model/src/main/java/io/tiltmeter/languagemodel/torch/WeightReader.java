package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.torch.ScriptModule.Mode;
import io.tiltmeter.languagemodel.weights.ElementType;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads stored tensors into native memory, one at a time, mapped where possible. */
final class WeightReader implements AutoCloseable {

    private static final String TEXT = """
        def empty(self: __torch__.Ops, sizes: List[int], type: int) -> Tensor:
          return torch.empty(sizes, dtype=type, layout=None, device=None, pin_memory=None, memory_format=None)

        def own(self: __torch__.Ops, pieces: List[Tensor], type: int) -> Tensor:
          if torch.len(pieces) == 1:
            return torch.to(pieces[0], type, False, True)
          converted = annotate(List[Tensor], [])
          for piece in pieces:
            converted.append(torch.to(piece, type))
          return torch.cat(converted)

        def forward(self: __torch__.Ops, x: Tensor) -> Tensor:
          return x
        """;

    private final NDManager owner;
    private final NDManager processor;
    private final WeightFiles files;
    private final ScriptModule script;

    WeightReader(NDManager owner, WeightFiles files) {
        this.owner = owner;
        this.processor = owner.newSubManager(Device.cpu());
        this.files = files;
        this.script = ScriptModule.compile(processor, TEXT);
    }

    /** A float32 copy. */
    NDArray own(Weight weight) throws IOException {
        return copied(weight, Precision.FLOAT32);
    }

    /** Numbers of this type: the mapped file if they are stored so, otherwise a copy. */
    NDArray shared(Weight weight, Precision type) throws IOException {
        ElementType stored = files.tensors().get(weight.name()).type();
        List<ByteBuffer> pieces = files.pieces(weight.name());
        if (pieces.size() > 1
                || stored != NativeTensors.type(type)
                || owner.getDevice().isGpu()) {
            return copied(weight, type);
        }
        return view(owner, weight.shape(), pieces.get(0), stored);
    }

    private NDArray copied(Weight weight, Precision type) throws IOException {
        ElementType stored = files.tensors().get(weight.name()).type();
        List<NDArray> pieces = new ArrayList<>();
        for (ByteBuffer piece : files.pieces(weight.name())) {
            List<Long> shape = List.of((long) piece.remaining() / stored.bytes());
            pieces.add(view(processor, shape, piece, stored));
        }
        try (Arguments arguments = new Arguments().tensors(pieces).integer(type.torchType())) {
            // training mode, since arrays created in inference mode can never be trained
            NDArray flat = script.tensor(processor, "own", Mode.TRAINING, arguments);
            NDArray shaped = flat.reshape(NativeTensors.shape(weight.shape()));
            NDArray placed = shaped.toDevice(owner.getDevice(), false);
            placed.attach(owner);
            return placed;
        } finally {
            pieces.forEach(NDArray::close);
        }
    }

    /**
     * An array over the bytes, which it keeps referenced. DJL cannot create bfloat16 arrays (the JVM would end), but it can
     * replace the bytes of one.
     */
    private NDArray view(NDManager holder, List<Long> shape, ByteBuffer bytes, ElementType type) {
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        try (Arguments arguments = new Arguments().integers(sizes).integer(NativeTensors.torchType(type))) {
            NDArray array = script.tensor(holder, "empty", Mode.TRAINING, arguments); // its memory is never accessed
            array.set(bytes);
            return array;
        }
    }

    @Override
    public void close() {
        processor.close();
    }
}
