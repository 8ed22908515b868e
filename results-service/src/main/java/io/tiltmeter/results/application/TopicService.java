package io.tiltmeter.results.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tiltmeter.results.persistence.TopicReadRepository;
import io.tiltmeter.results.persistence.TopicReadRepository.TopicRead;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Which partitions were read from their beginning into this database. */
@Singleton
public class TopicService {
    private final PatientTransactions transactions;
    private final TopicReadRepository topics;
    private final KafkaClientService clients;

    public TopicService(PatientTransactions transactions, TopicReadRepository topics, KafkaClientService clients) {
        this.transactions = transactions;
        this.topics = topics;
        this.clients = clients;
    }

    @Transactional
    public List<TopicRead> list() {
        return topics.all();
    }

    /** Those partitions of these that were never read from their beginning; waits for an unavailable database. */
    public List<TopicPartition> unread(Collection<TopicPartition> partitions) {
        Set<TopicPartition> read = transactions.call(topics::all).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .collect(Collectors.toSet());
        return partitions.stream()
                .filter(partition -> !read.contains(partition))
                .toList();
    }

    /** Stores that partitions are read from these first offsets on; waits for an unavailable database. */
    public void markRead(Map<TopicPartition, Long> firstOffsets) {
        transactions.run(() -> firstOffsets.forEach((partition, first) ->
                topics.keep(new TopicRead(partition.topic(), partition.partition(), first, Instant.now()))));
    }

    /** Has every topic read from its beginning again. */
    public void readAgain() {
        QuarkusTransaction.requiringNew().run(topics::forgetAll);
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
