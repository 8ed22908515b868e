package io.tiltmeter.servicekit.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends events to Kafka as CloudEvents 1.0 in binary mode: attributes in headers, JSON as the value. */
public final class KafkaEventPublisher implements EventPublisher {
    private final KafkaProducer<String, String> producer;
    private final String source;

    /**
     * @param bootstrapServers host:port, comma-separated
     * @param source the CloudEvents source, such as {@code /trainer-service}
     */
    public KafkaEventPublisher(String bootstrapServers, String source) {
        this.source = source;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        5_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        8L << 20),
                new StringSerializer(),
                new StringSerializer());
    }

    @Override
    public Delivery publish(List<OutboxEvent> events) {
        Map<OutboxEvent, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        List<OutboxEvent> acknowledged = new ArrayList<>();
        Map<OutboxEvent, String> unsendable = new LinkedHashMap<>();
        Optional<String> failure = Optional.empty();
        for (OutboxEvent event : events) {
            try {
                sent.put(event, producer.send(toRecord(event)));
            } catch (KafkaException e) {
                if (!isForGood(e)) {
                    // Each further one would wait as long for a broker that does not answer.
                    failure = Optional.of(e.toString());
                    break;
                }
                unsendable.put(event, e.toString());
            }
        }
        for (Map.Entry<OutboxEvent, Future<RecordMetadata>> each : sent.entrySet()) {
            try {
                each.getValue().get();
                acknowledged.add(each.getKey());
            } catch (ExecutionException e) {
                if (isForGood(e.getCause())) {
                    unsendable.put(each.getKey(), e.getCause().toString());
                } else {
                    failure = Optional.of(e.getCause().toString());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Delivery(acknowledged, unsendable, Optional.of("interrupted"));
            }
        }
        return new Delivery(acknowledged, unsendable, failure);
    }

    /** Whether the same record would be refused again however often it is sent. */
    private static boolean isForGood(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidTopicException
                || failure instanceof InvalidRecordException;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }

    private ProducerRecord<String, String> toRecord(OutboxEvent event) {
        ProducerRecord<String, String> record = new ProducerRecord<>(event.topic(), event.eventKey(), event.payload());
        Map<String, String> attributes = Map.of(
                "ce_specversion", "1.0",
                "ce_id", event.eventId().toString(),
                "ce_source", source,
                "ce_type", event.eventType(),
                "ce_subject", event.eventKey(),
                "ce_time", event.createdAt().toString(),
                "content-type", "application/json");
        attributes.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
