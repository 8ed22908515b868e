package io.tiltmeter.servicekit.event;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Records that the broker has and nobody can read, since their bytes were changed: a consumer of them gets no further, however often
 * it tries.
 *
 * @param partition where they are
 * @param first offset of the first one
 * @param next offset of the first record behind them that can be read, or the end of the partition
 * @param reason what the client says
 */
record UnreadableRecords(TopicPartition partition, long first, long next, String reason) {
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** Tries to read a partition from an offset on, and looks for what can be read behind it; empty if it can be read. */
    static Optional<UnreadableRecords> at(Map<String, ?> consumerSettings, TopicPartition partition, long first) {
        Map<String, Object> settings = new HashMap<>(consumerSettings);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.assign(List.of(partition));
            Optional<String> reason = failure(consumer, partition, first);
            if (reason.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new UnreadableRecords(partition, first, firstReadable(consumer, partition, first), reason.get()));
        }
    }

    /** A batch is read as a whole, so that every offset up to its last one fails, and the next one does not. */
    private static long firstReadable(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long unreadable) {
        long low = unreadable;
        long high = consumer.endOffsets(List.of(partition)).get(partition);
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (failure(consumer, partition, middle).isPresent()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static Optional<String> failure(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        try {
            consumer.poll(WAIT);
            return Optional.empty();
        } catch (RetriableException | AuthenticationException | AuthorizationException e) {
            return Optional.empty(); // of the connection, not of the records
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return Optional.of(String.valueOf(root.getMessage()));
        }
    }

    /** What stands still, and what can be done. */
    String message(String group) {
        return String.format(
                "records of topic %s, partition %d, cannot be read from offset %d to %d (%s): restore that partition of the broker"
                        + " from a replica or a backup; or skip them: stop the consumers, and set the group's offset with"
                        + " kafka-consumer-groups --group %s --topic %1$s:%2$d --reset-offsets --to-offset %d --execute",
                partition.topic(), partition.partition(), first, next - 1, reason, group, next);
    }
}
