package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductsTest {
    @ParameterizedTest
    @CsvSource({"AuthenticAMD, 25, false", "AuthenticAMD, 26, true", "GenuineIntel, 26, false"})
    void oneDnnIsWrongOnZen5(String vendor, String family, boolean expected) {
        List<String> cpuinfo =
                List.of("processor\t: 0", "vendor_id\t: " + vendor, "cpu family\t: " + family, "model\t\t: 2", "");
        assertEquals(expected, MatrixProducts.isOneDnnWrong(cpuinfo));
    }
}
