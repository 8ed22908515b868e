package io.tiltmeter.dataset.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedAddressesTest {
    private final AllowedAddresses allowed =
            new AllowedAddresses(List.of("https://data.example.org/sets", "http://127.0.0.1:9000"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://data.example.org/sets/alpaca.json",
                "https://DATA.example.org/sets/a/b.json?version=2",
                "https://data.example.org/sets",
                "http://127.0.0.1:9000/any.json"
            })
    void whatLiesBelowABeginningIsAllowed(String address) {
        assertEquals(Optional.empty(), allowed.fault(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://data.example.org@other.example/sets/a.json",
                "https://data.example.org/sets@other.example/",
                "https://data.example.org.other.example/sets/a.json",
                "https://data.example.org/setsother/a.json",
                "https://data.example.org/sets/../secret.json",
                "https://data.example.org/sets/%2e%2E/secret.json",
                "https://data.example.org:444/sets/a.json",
                "http://data.example.org/sets/a.json",
                "http://127.0.0.1:90001/any.json",
                "http://127.0.0.1/any.json",
                "http://user@127.0.0.1:9000/any.json",
                "file:///etc/passwd",
                "sets/a.json",
                ""
            })
    void whatOnlyLooksLikeItIsNot(String address) {
        assertTrue(allowed.fault(address).isPresent());
    }

    @Test
    void nothingIsAllowedByDefault() {
        AllowedAddresses none = new AllowedAddresses(List.of());
        assertTrue(none.fault("https://data.example.org/sets/a.json").isPresent());
    }

    @Test
    void aBeginningIsAWholeAddress() {
        assertThrows(IllegalArgumentException.class, () -> new AllowedAddresses(List.of("data.example.org")));
    }
}
