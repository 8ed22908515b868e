package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.torch.ScriptModule.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the class in DJL's package and the archive depend on; fails when DJL or PyTorch changes. */
class ScriptMethodCallTest {

    private static final String TEXT = """
        def scaled(self: __torch__.Ops, x: List[Tensor], by: float, times: int, places: List[int]) -> Tensor:
          y = x[places[0]]
          for i in range(times):
            y = torch.mul(y, by)
          return y

        def slope(self: __torch__.Ops, x: Tensor) -> List[Tensor]:
          leaf = torch.requires_grad_(torch.detach(x))
          result = annotate(List[Tensor], [])
          for g in torch.autograd.grad([torch.sum(torch.mul(leaf, leaf))], [leaf]):
            assert g is not None
            result.append(g)
          return result

        def forward(self: __torch__.Ops, x: Tensor) -> Tensor:
          return x
        """;

    @Test
    void theVersionsAreThoseThatTheBridgeWasWrittenFor() {
        assertEquals("0.36.0", Engine.getDjlVersion(), "check ScriptMethodCall against the new DJL, then this line");
    }

    @Test
    void scalarsAndListsReachTheMethod() {
        try (NDManager memory = TorchEngine.newManager();
                ScriptModule module = ScriptModule.compile(memory, TEXT);
                Arguments arguments = new Arguments()
                        .tensors(List.of(memory.create(1f), memory.create(5f)))
                        .real(0.5)
                        .integer(2)
                        .integers(1)) {
            assertEquals(
                    1.25f,
                    module.tensor(memory, "scaled", Mode.INFERENCE, arguments).getFloat());
        }
    }

    @Test
    void gradientsAreTakenInsideACall() {
        try (NDManager memory = TorchEngine.newManager();
                ScriptModule module = ScriptModule.compile(memory, TEXT);
                Arguments arguments = new Arguments().tensor(memory.create(new float[] {1, -3}))) {
            List<NDArray> slope = module.tensors(memory, "slope", Mode.TRAINING, arguments);
            assertEquals(-6f, slope.get(0).toFloatArray()[1]);
        }
    }

    @Test
    void wrongTextIsReportedWithTheCompilersMessage() {
        try (NDManager memory = TorchEngine.newManager()) {
            IllegalStateException error = assertThrows(
                    IllegalStateException.class,
                    () -> ScriptModule.compile(
                            memory,
                            "def forward(self: __torch__.Ops, x: Tensor) -> Tensor:\n  return torch.nothing(x)"));
            assertTrue(error.getMessage().contains("nothing"), error.getMessage());
        }
    }
}
