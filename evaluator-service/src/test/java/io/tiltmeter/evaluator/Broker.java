package io.tiltmeter.evaluator;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.event.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the other services send and receive. */
public final class Broker implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final String bootstrapServers;
    private final EventCodec codec = new EventCodec();

    public Broker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    public <T> void send(EventType<T> type, String key, T event) throws Exception {
        sendText(type, key, codec.encode(type, event));
    }

    public void sendText(EventType<?> type, String key, String text) throws Exception {
        producer.send(new ProducerRecord<>(type.topic(), key, text)).get(30, TimeUnit.SECONDS);
    }

    /** Every event of a type under a key, in the order they were sent. */
    public <T> List<T> events(EventType<T> type, String key) {
        return texts(type.topic(), key).stream()
                .map(text -> codec.decode(type, text))
                .toList();
    }

    /** The values of all records of a topic under a key. */
    public List<String> texts(String topic, String key) {
        List<String> texts = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(Broker::partition)
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key.equals(record.key())) {
                        texts.add(record.value());
                    }
                });
            }
        }
        return texts;
    }

    @Override
    public void close() {
        producer.close();
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }
}
