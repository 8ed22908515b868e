package io.tiltmeter.results.messaging;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tiltmeter.results.application.TopicService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads a partition from its first record if it was never read into this database. The position is committed before the
 * row is written: a process that ends in between begins again, and no process continues behind records it never read.
 */
@ApplicationScoped
@Identifier(UnreadTopicsListener.NAME)
public class UnreadTopicsListener implements KafkaConsumerRebalanceListener {
    /** The name of this listener in {@code application.properties}. */
    public static final String NAME = "unread-topics";

    private static final Logger LOG = Logger.getLogger(UnreadTopicsListener.class);

    private final TopicService topics;
    private volatile boolean stopping;

    public UnreadTopicsListener(TopicService topics) {
        this.topics = topics;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (stopping) {
            return;
        }
        List<TopicPartition> unread = topics.unread(partitions);
        if (unread.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(unread);
        beginnings.forEach((partition, first) -> {
            if (first > 0) {
                LOG.warnf(
                        "events are gone that this database may never have read: keep topics forever, retention.ms=-1"
                                + " topic=%s partition=%d firstOffset=%d",
                        partition.topic(), partition.partition(), first);
            }
        });
        beginnings.forEach(consumer::seek);
        consumer.commitSync(beginnings.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new OffsetAndMetadata(each.getValue()))));
        topics.markRead(beginnings);
        LOG.infof("topics read from their beginning partitions=%s", unread);
    }

    /** Consumers end one after the other, and their partitions go to the others, when the database is closed already. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }
}
