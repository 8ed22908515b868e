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

/** Publishes events as another service would, and reads those that the trainer publishes. */
public final class TestEvents implements AutoCloseable {
    private final String bootstrapServers;
    private final EventCodec codec = new EventCodec();
    private final KafkaEventPublisher publisher;

    public TestEvents(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.publisher = new KafkaEventPublisher(bootstrapServers, "/test");
    }

    public <T> void publish(EventType<T> type, String key, T event) {
        publish(type, key, codec.encode(type, event));
    }

    public void publish(EventType<?> type, String key, String json) {
        publisher.publish(List.of(
                new OutboxEvent(0, UUID.randomUUID(), type.topic(), key, type.cloudEventType(), json, Instant.now())));
    }

    /** Every event so far of one type under one key, in order. */
    public <T> List<T> published(EventType<T> type, String key) {
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
