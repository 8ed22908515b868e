package io.tiltmeter.servicetest;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.servicekit.event.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes events to the service under test as other services would, and reads those that it publishes. */
public final class TestBroker implements AutoCloseable {
    /** Long, since a machine may be busy. */
    public static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final String bootstrapServers;
    private final EventCodec codec = new EventCodec();
    private final KafkaProducer<String, String> producer;

    public TestBroker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Publishes one event; the broker has acknowledged it when this returns. */
    public <T> void publish(EventType<T> type, String key, T event) {
        publish(List.of(new ProducerRecord<>(type.topic(), key, codec.encode(type, event))));
    }

    /** As {@link #publish(EventType, String, Object)}, of any text. */
    public void publishText(EventType<?> type, String key, String text) {
        publish(List.of(new ProducerRecord<>(type.topic(), key, text)));
    }

    /** Publishes records in this order; the broker has acknowledged all of them when this returns. */
    public void publish(Collection<ProducerRecord<String, String>> records) {
        try {
            for (var sent : records.stream().map(producer::send).toList()) {
                sent.get(30, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not acknowledge", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while publishing", e);
        }
    }

    /** Every event of a type under a key so far, in order; one that breaks its schema fails the test. */
    public <T> List<T> events(EventType<T> type, String key) {
        return texts(type.topic(), key).stream()
                .map(text -> codec.decode(type, text))
                .toList();
    }

    /** Waits for this many events of a type under a key, in order; fewer after a minute, or more, fail the test. */
    public <T> List<T> awaitEvents(EventType<T> type, String key, int count) {
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        try (KafkaConsumer<String, String> consumer = fromBeginning(type.topic())) {
            int seen = 0;
            while (seen < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    seen += key.equals(record.key()) ? 1 : 0;
                }
            }
        }
        List<T> events = events(type, key);
        if (events.size() != count) {
            throw new AssertionError(events.size() + " events of " + type.topic() + " under " + key + " instead of "
                    + count + ": " + events);
        }
        return events;
    }

    /** The values of a topic under a key so far, in order. */
    public List<String> texts(String topic, String key) {
        return texts(topic, record -> key.equals(record.key()));
    }

    /** The values of a topic so far, in order within each partition. */
    public List<String> texts(String topic) {
        return texts(topic, record -> true);
    }

    private List<String> texts(String topic, Predicate<ConsumerRecord<String, String>> wanted) {
        try (KafkaConsumer<String, String> consumer = fromBeginning(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<String> texts = new ArrayList<>();
            while (ends.keySet().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    if (wanted.test(record)) {
                        texts.add(record.value());
                    }
                }
            }
            return texts;
        }
    }

    /** A consumer at the beginning of a topic; closing one waits for its last fetch, which is therefore short. */
    private KafkaConsumer<String, String> fromBeginning(String topic) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", "10"),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    @Override
    public void close() {
        producer.close();
    }
}
