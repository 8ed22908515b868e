package io.tiltmeter.servicekit.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.tiltmeter.servicekit.configuration.DaemonClock;
import io.tiltmeter.servicekit.configuration.KitConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Finds partitions of this process's consumers that stand still because their next records cannot be read, and says so: in the
 * log, by {@link PartitionsHealth} and as a gauge.
 */
@Singleton
public class PartitionWatch {
    private static final Logger LOG = Logger.getLogger(PartitionWatch.class);
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** Looks in a row at which a position is the same before its records are tried. */
    private static final int LOOKS = 3;

    private final KafkaClientService clients;
    private final MeterRegistry meters;
    private final Duration every;
    private final Gauge gauge;
    private final Map<TopicPartition, Standing> standing = new HashMap<>();
    private volatile Map<TopicPartition, String> unreadable = Map.of();
    private final ScheduledExecutorService clock = DaemonClock.named("partition-watch");

    public PartitionWatch(KafkaClientService clients, MeterRegistry meters, KitConfig config) {
        this.clients = clients;
        this.meters = meters;
        this.gauge = Gauge.builder("tiltmeter.partitions.unreadable", () -> unreadable.size())
                .description("Partitions that stand still, since their next records cannot be read")
                .register(meters);
        this.every = config.consumers().lookEvery();
    }

    /** A position behind which records wait, and at how many looks it was there. */
    private record Standing(long offset, int looks) {}

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
        meters.remove(gauge); // the registry may outlive this service
    }

    /** Why each of them stands still, with the remedy. */
    Map<TopicPartition, String> unreadable() {
        return unreadable;
    }

    private void look() {
        Map<TopicPartition, String> found = new HashMap<>();
        Set<TopicPartition> waiting = new HashSet<>();
        for (String channel : clients.getConsumerChannels()) {
            for (KafkaConsumer<Object, Object> consumer : clients.<Object, Object>getConsumers(channel)) {
                try {
                    look(consumer, waiting, found);
                } catch (RuntimeException e) {
                    LOG.debugf(e, "positions are unknown channel=%s", channel);
                }
            }
        }
        standing.keySet().retainAll(waiting);
        found.forEach((partition, message) -> {
            if (!message.equals(unreadable.get(partition))) {
                LOG.error(message);
            }
        });
        unreadable = Map.copyOf(found);
    }

    private void look(
            KafkaConsumer<Object, Object> consumer, Set<TopicPartition> waiting, Map<TopicPartition, String> found) {
        Function<Consumer<Object, Object>, Map<TopicPartition, Long>> positions = PartitionWatch::positionsWithLag;
        Map<TopicPartition, Long> offsets =
                consumer.runOnPollingThread(positions).await().atMost(MAX_WAIT);
        offsets.forEach((partition, offset) -> {
            waiting.add(partition);
            Standing before = standing.get(partition);
            int looks = before != null && before.offset() == offset ? before.looks() + 1 : 1;
            standing.put(partition, new Standing(offset, looks));
            if (looks < LOOKS) {
                return;
            }
            String known = unreadable.get(partition);
            Optional.ofNullable(known)
                    .or(() -> UnreadableRecords.at(consumer.configuration(), partition, offset)
                            .map(records -> records.message(
                                    String.valueOf(consumer.configuration().get(ConsumerConfig.GROUP_ID_CONFIG)))))
                    .ifPresent(message -> found.put(partition, message));
        });
    }

    /** Of partitions in which records wait; not of paused ones, whose records wait for those in hand. */
    private static Map<TopicPartition, Long> positionsWithLag(Consumer<Object, Object> consumer) {
        Set<TopicPartition> paused = consumer.paused();
        return consumer.assignment().stream()
                .filter(partition -> !paused.contains(partition))
                .filter(partition -> consumer.currentLag(partition).orElse(0) > 0)
                .collect(Collectors.toMap(partition -> partition, partition -> consumer.position(partition, MAX_WAIT)));
    }
}
