package io.tiltmeter.results.application;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tiltmeter.results.persistence.TopicReadRepository;
import io.tiltmeter.results.persistence.TopicReadRepository.TopicRead;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Which partitions were read from their beginning into this database. */
@Singleton
public class TopicService {
    private final Transactions transactions;
    private final TopicReadRepository topics;
    private final KafkaClientService clients;

    public TopicService(Transactions transactions, TopicReadRepository topics, KafkaClientService clients) {
        this.transactions = transactions;
        this.topics = topics;
        this.clients = clients;
    }

    public List<TopicRead> list() {
        return transactions.run(topics::all);
    }

    /** Those partitions of these that were never read from their beginning; waits for an unavailable database. */
    public List<TopicPartition> unread(Collection<TopicPartition> partitions) {
        return transactions.runPatiently(handle -> partitions.stream()
                .filter(partition -> !topics.holds(handle, partition.topic(), partition.partition()))
                .toList());
    }

    /** Stores that partitions are read from these first offsets on; waits for an unavailable database. */
    public void markRead(Map<TopicPartition, Long> firstOffsets) {
        transactions.runPatiently(handle -> {
            firstOffsets.forEach((partition, first) ->
                    topics.keep(handle, new TopicRead(partition.topic(), partition.partition(), first, Instant.now())));
            return null;
        });
    }

    /** Has every topic read from its beginning again. */
    public void readAgain() {
        transactions.run(topics::forget);
        for (String channel : clients.getConsumerChannels()) {
            clients.getConsumers(channel)
                    .forEach(consumer -> consumer.runOnPollingThread(
                                    (java.util.function.Consumer<Consumer<Object, Object>>)
                                            polled -> polled.enforceRebalance("topics are to be read again"))
                            .await()
                            .indefinitely());
        }
    }
}
