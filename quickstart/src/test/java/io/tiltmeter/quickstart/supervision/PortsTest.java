package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void defaultsAreTheDocumentedOnes() {
        Ports ports = new Ports(Ports.DEFAULT_PAGE, 2, 2);
        assertEquals(
                List.of(8080, 8081, 8082, 8099, 8083, 8084, 9092, 9093, 15432),
                List.copyOf(ports.all().keySet()));
    }

    @Test
    void heldPortIsNamedWithItsHolder() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ports ports = new Ports(holder.getLocalPort());
            StartupException refused = assertThrows(StartupException.class, ports::requireFree);
            String holderName = "process " + ProcessHandle.current().pid() + " (";
            assertTrue(
                    refused.getMessage().contains("port " + holder.getLocalPort())
                            && refused.getMessage().contains(holderName),
                    refused::getMessage);
        }
    }

    @Test
    void freePortHasNoHolder() throws IOException {
        int port;
        try (ServerSocket freed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = freed.getLocalPort();
        }
        assertEquals(Optional.empty(), PortHolder.of(port));
    }
}
