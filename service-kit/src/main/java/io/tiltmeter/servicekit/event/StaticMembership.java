package io.tiltmeter.servicekit.event;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Makes every consumer a static member of its group (KIP-345), named by replica and channel: a process that was ended or killed is
 * replaced by the next one of its name at once, without waiting for the end of its session and without a rebalance of the others.
 * {@link MembershipWatch} finds two processes of one name.
 */
@Singleton
public class StaticMembership implements ClientCustomizer<Map<String, Object>> {
    private final ReplicaName replica;

    public StaticMembership(ReplicaName replica) {
        this.replica = replica;
    }

    /** Adds {@code group.instance.id} to the settings of a consumer, unless it is configured; a producer's stay as they are. */
    @Override
    public Map<String, Object> customize(String channel, Config channelSettings, Map<String, Object> settings) {
        boolean consumes = settings.containsKey(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        if (!consumes || settings.containsKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)) {
            return settings;
        }
        Map<String, Object> named = new HashMap<>(settings);
        named.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId(channel));
        return named;
    }

    /** Of letters, digits, '.', '_' and '-' only, as Kafka wants it. */
    private String instanceId(String channel) {
        return replica.value().replaceAll("[^a-zA-Z0-9._-]", "_") + "." + channel;
    }
}
