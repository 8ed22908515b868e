package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.ConformanceData;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.ElementType;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    private static final int TENSORS = 2_000;

    @TempDir
    Path folder;

    @Test
    void ofThousandsOfForeignTensorsTheFirstAreNamedAndTheOthersCounted() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (int tensor = 0; tensor < TENSORS; tensor++) {
            writer.add("foreign." + tensor, ElementType.F32, List.of(1L), () -> ByteBuffer.allocate(Float.BYTES));
        }
        writer.write(folder.resolve(ModelFolder.WEIGHTS));
        ModelConfig config = ModelConfig.read(ConformanceData.models().get(0));
        List<String> faults = assertThrows(UnsupportedModelException.class, () -> ModelFolder.check(folder, config))
                .faults();
        assertEquals(21, faults.size(), faults.toString());
        assertTrue(faults.get(20).matches("and \\d+ more faults"), faults.get(20));
    }
}
