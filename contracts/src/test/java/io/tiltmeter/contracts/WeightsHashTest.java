package io.tiltmeter.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expected hashes are those of coreutils' sha256sum over the lines. */
class WeightsHashTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final Map<String, String> ADAPTER =
            Map.of("adapter_config.json", A, "adapter_model.safetensors", B, "tokenizer.json", A);

    @Test
    void aModelInOneFileIsKnownByThatFile() {
        assertEquals(B, WeightsHash.ofModel(Map.of("config.json", A, "model.safetensors", B)));
    }

    @Test
    void aModelInShardsIsKnownByAllOfThemAndTheirIndex() {
        Map<String, String> shards = Map.of(
                "config.json", A,
                "model.safetensors.index.json", A,
                "model-00001-of-00002.safetensors", B,
                "model-00002-of-00002.safetensors", C);
        assertEquals("7f7afe17473e6694644c56b0e344596b18302c6cda2030b71da68f322dc32383", WeightsHash.ofModel(shards));
    }

    @Test
    void anAdapterIsKnownByItsTwoFilesAndItsBase() {
        assertEquals(
                "8d3cf5e42636cd3ef1fde83e135ded768ac9975d47b962416d5af26043045d92",
                WeightsHash.ofAdapter(ADAPTER, base(C)));
        assertNotEquals(WeightsHash.ofAdapter(ADAPTER, base(A)), WeightsHash.ofAdapter(ADAPTER, base(C)));
    }

    @Test
    void aFolderWithoutWeightsIsRefusedWithWhatItHolds() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> WeightsHash.ofModel(Map.of("config.json", A, "x.safetensors", B)))
                .getMessage();
        assertTrue(message.endsWith("is among [config.json, x.safetensors]"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> WeightsHash.ofAdapter(Map.of("adapter_model.safetensors", A), base(C)));
    }

    private static ArtifactRef base(String sha256) {
        return ArtifactRef.of("models/base/manifest.json", sha256, 1);
    }
}
