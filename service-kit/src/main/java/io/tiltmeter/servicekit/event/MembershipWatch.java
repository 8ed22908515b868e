package io.tiltmeter.servicekit.event;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.impl.ReactiveKafkaConsumer;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.jboss.logging.Logger;

/**
 * Finds consumers whose place in their group another process of the same name has taken ({@link StaticMembership}). The client would
 * report that again and again and read on beside the other; such a consumer is closed instead, which the log says, and
 * {@link MembershipHealth}. The process goes on without it: ended and started again, it would take the place from the other in turn.
 */
@Singleton
public class MembershipWatch {
    private static final Logger LOG = Logger.getLogger(MembershipWatch.class);
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final KafkaClientService clients;
    private final ReplicaName replica;
    private final Duration every;
    private final Map<String, String> takenOver = new ConcurrentHashMap<>();

    /** By channel the member ids, its own and that of its place, which differed at the last look. */
    private final Map<String, String> suspected = new HashMap<>();

    private final ScheduledExecutorService clock = DaemonClock.named("membership-watch");

    public MembershipWatch(KafkaClientService clients, ReplicaName replica, KitConfig config) {
        this.clients = clients;
        this.replica = replica;
        this.every = config.consumers().lookEvery();
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    /** Channels that are not consumed any more, each with the reason and the remedy. */
    Map<String, String> takenOver() {
        return Map.copyOf(takenOver);
    }

    private void look() {
        for (String channel : clients.getConsumerChannels()) {
            if (takenOver.containsKey(channel)) {
                continue;
            }
            for (KafkaConsumer<Object, Object> consumer : clients.<Object, Object>getConsumers(channel)) {
                try {
                    look(channel, consumer);
                } catch (Exception e) {
                    LOG.debugf(e, "membership is unknown channel=%s", channel);
                }
            }
        }
    }

    private void look(String channel, KafkaConsumer<Object, Object> consumer) throws Exception {
        Function<Consumer<Object, Object>, ConsumerGroupMetadata> metadata = Consumer::groupMetadata;
        ConsumerGroupMetadata own =
                consumer.runOnPollingThread(metadata).await().atMost(MAX_WAIT);
        Optional<String> instance = own.groupInstanceId();
        if (instance.isEmpty() || own.memberId().isEmpty()) {
            return; // it has no place yet
        }
        Optional<String> member = member(consumer.configuration(), own.groupId(), instance.get());
        if (member.isEmpty() || member.get().equals(own.memberId())) {
            suspected.remove(channel);
            return;
        }
        // At one look alone the consumer may have joined again, with a new member id, after its own was read.
        String difference = own.memberId() + " " + member.get();
        if (difference.equals(suspected.put(channel, difference))) {
            String message = String.format(
                    "topic %s is not consumed any more: another process is the member %s of group %s; if two replicas are named %s,"
                            + " give each a name of its own (tiltmeter.replica), then start this one again",
                    channel, instance.get(), own.groupId(), replica.value());
            LOG.error(message);
            takenOver.put(channel, message);
            ((ReactiveKafkaConsumer<?, ?>) consumer).close();
        }
    }

    /** Who has a place in a group now, as the broker says. */
    private static Optional<String> member(Map<String, ?> settings, String group, String instance) throws Exception {
        Map<String, Object> connection = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        try (Admin admin = Admin.create(connection)) {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    .members()
                    .stream()
                    .filter(member -> member.groupInstanceId().equals(Optional.of(instance)))
                    .map(member -> member.consumerId())
                    .findFirst();
        }
    }
}
