package io.tiltmeter.servicekit.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * How this replica is called in work rows and outcomes.
 *
 * @param value configured, or the service, host and process
 */
public record ReplicaName(String value) {
    static ReplicaName of(KitConfig config) {
        return new ReplicaName(config.replica()
                .orElseGet(() -> config.service() + "@" + host() + ":"
                        + ProcessHandle.current().pid()));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
