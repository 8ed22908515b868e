package io.tiltmeter.servicekit.configuration;

import io.quarkus.info.runtime.spi.InfoContributor;
import jakarta.inject.Singleton;
import java.util.Map;

/** Adds to /q/info which service this is and which start of the system it belongs to. */
@Singleton
public class LaunchInfo implements InfoContributor {
    private final KitConfig config;
    private final ReplicaName replica;

    public LaunchInfo(KitConfig config, ReplicaName replica) {
        this.config = config;
        this.replica = replica;
    }

    @Override
    public String name() {
        return "tiltmeter";
    }

    @Override
    public Map<String, Object> data() {
        return Map.of("service", config.service(), "launch_id", config.launchId(), "replica", replica.value());
    }
}
