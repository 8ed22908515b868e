package io.tiltmeter.results.messaging;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tiltmeter.results.persistence.TopicReadStore;
import io.tiltmeter.results.persistence.TopicReadStore.TopicRead;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Begins a partition at its first record if the database does not know that it was ever read. The position is committed
 * before the row is written: a process that ends in between begins again, and none goes on behind what it never read.
 */
@ApplicationScoped
@Identifier(UnreadTopics.NAME)
public class UnreadTopics implements KafkaConsumerRebalanceListener {
    /** By which {@code application.properties} names this listener. */
    public static final String NAME = "unread-topics";

    private static final Logger LOG = Logger.getLogger(UnreadTopics.class);

    private final Transactions transactions;
    private final TopicReadStore topics;

    public UnreadTopics(Transactions transactions, TopicReadStore topics) {
        this.transactions = transactions;
        this.topics = topics;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        List<TopicPartition> unread = transactions.runPatiently(handle -> partitions.stream()
                .filter(partition -> !topics.holds(handle, partition.topic(), partition.partition()))
                .toList());
        if (unread.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(unread);
        beginnings.forEach((partition, first) -> {
            if (first > 0) {
                LOG.warnf(
                        "news is gone that the database may never have had: keep topics for ever, retention.ms=-1"
                                + " topic=%s partition=%d firstOffset=%d",
                        partition.topic(), partition.partition(), first);
            }
        });
        beginnings.forEach(consumer::seek);
        consumer.commitSync(beginnings.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new OffsetAndMetadata(each.getValue()))));
        transactions.runPatiently(handle -> {
            beginnings.forEach((partition, first) ->
                    topics.keep(handle, new TopicRead(partition.topic(), partition.partition(), first, Instant.now())));
            return null;
        });
        LOG.infof("topics read from their beginning partitions=%s", unread);
    }
}
