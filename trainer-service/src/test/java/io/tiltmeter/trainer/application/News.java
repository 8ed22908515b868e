package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.OutboxEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Tells the service what another service would, and reads what it tells the others. */
public final class News implements AutoCloseable {
    private final String bootstrapServers;
    private final EventCodec codec = new EventCodec();
    private final KafkaEventPublisher publisher;

    public News(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.publisher = new KafkaEventPublisher(bootstrapServers, "/test");
    }

    public <T> void tell(EventType<T> type, String key, T event) {
        tell(type, key, codec.encode(type, event));
    }

    public void tell(EventType<?> type, String key, String json) {
        publisher.publish(List.of(
                new OutboxEvent(0, UUID.randomUUID(), type.topic(), key, type.cloudEventType(), json, Instant.now())));
    }

    /** Everything told so far of one type under one key, in order. */
    public <T> List<T> told(EventType<T> type, String key) {
        return records(type.topic(), key).stream()
                .map(json -> codec.decode(type, json))
                .toList();
    }

    /** Values of a topic so far; all keys where none is given. */
    List<String> records(String topic, String... keys) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (keys.length == 0 || List.of(keys).contains(record.key())) {
                        values.add(record.value());
                    }
                });
            }
        }
        return values;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
