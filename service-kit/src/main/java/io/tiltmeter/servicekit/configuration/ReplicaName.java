package io.tiltmeter.servicekit.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * How this replica is called in work rows, outcomes and consumer groups. A process that is started again has the same name.
 *
 * @param value configured, or the service, host and port
 */
public record ReplicaName(String value) {
    static ReplicaName of(KitConfig config, int port) {
        return new ReplicaName(config.replica().orElseGet(() -> config.service() + "@" + host() + ":" + port));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
