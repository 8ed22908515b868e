package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {

    @Test
    void autoTakesTheFirstGpuOrTheProcessor() {
        assertEquals(Device.cpu(), DeviceChoice.of("auto", 0));
        assertEquals(Device.gpu(0), DeviceChoice.of("auto", 2));
        assertEquals(Device.cpu(), DeviceChoice.of("cpu", 2));
        assertEquals(Device.gpu(0), DeviceChoice.of("cuda", 1));
        assertEquals(Device.gpu(1), DeviceChoice.of("cuda:1", 2));
    }

    @Test
    void namesAreThoseOfPyTorch() {
        assertEquals("cpu", DeviceChoice.name(Device.cpu()));
        assertEquals("cuda:1", DeviceChoice.name(Device.gpu(1)));
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWithWhatIs() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> DeviceChoice.of("cuda:1", 1));
        assertTrue(error.getMessage().contains("finds 1 GPUs"), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "CPU", "cuda:99999999999"})
    void anUnknownNameIsRefusedWithTheKnownOnes(String name) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> DeviceChoice.of(name, 4));
        assertTrue(error.getMessage().contains("known: cpu, cuda:N"), error.getMessage());
    }
}
