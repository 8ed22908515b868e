package io.tiltmeter.servicekit.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
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
    public void publish(List<OutboxEvent> events) {
        try {
            List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
            for (OutboxEvent event : events) {
                acknowledgements.add(producer.send(toRecord(event)));
            }
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (ExecutionException e) {
            throw new PublishingFailed(e.getCause());
        } catch (KafkaException e) {
            throw new PublishingFailed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishingFailed(e);
        }
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
