package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.event.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic as another service would. */
public final class Topic {
    private Topic() {}

    /** Every event of the key, from the first; what breaks its schema fails the test. */
    public static <T> List<T> events(String bootstrapServers, EventType<T> type, String key) {
        EventCodec codec = new EventCodec();
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records(bootstrapServers, type.topic())) {
            if (record.key().equals(key)) {
                events.add(codec.decode(type, record.value()));
            }
        }
        return events;
    }

    private static List<ConsumerRecord<String, String>> records(String bootstrapServers, String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "group.id", "test-" + UUID.randomUUID()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
