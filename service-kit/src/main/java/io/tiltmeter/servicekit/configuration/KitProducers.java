package io.tiltmeter.servicekit.configuration;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkGauges;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.WorkSettings;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** Makes the plumbing once a service, from its configuration. */
@Singleton
public class KitProducers {
    /** Of a channel, which is named as its topic. */
    private static final Pattern CHANNEL = Pattern.compile("mp\\.messaging\\.incoming\\.([^.]+)\\.connector");

    private static final Duration UNFINISHED_IS_DEAD_AFTER = Duration.ofMinutes(10);

    @Produces
    @Singleton
    public Jdbi jdbi(AgroalDataSource dataSource) {
        return Jdbi.create(dataSource);
    }

    @Produces
    @Singleton
    public ArtifactStore artifactStore(KitConfig config) throws IOException {
        DirectoryArtifactStore store =
                new DirectoryArtifactStore(config.artifacts().directory());
        store.clearUnfinished(UNFINISHED_IS_DEAD_AFTER);
        return store;
    }

    @Produces
    @Singleton
    public EventCodec eventCodec() {
        return new EventCodec();
    }

    @Produces
    @Singleton
    public RequestReader requestReader() {
        return new RequestReader();
    }

    @Produces
    @Singleton
    public Outbox outbox(EventCodec codec) {
        return new Outbox(codec);
    }

    @Produces
    @Singleton
    public OutboxRelay outboxRelay(
            Jdbi jdbi, KitConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new OutboxRelay(
                jdbi,
                new KafkaEventPublisher(bootstrapServers, "/" + config.service()),
                config.outbox().safetyNet());
    }

    @Produces
    @Singleton
    public Transactions transactions(Jdbi jdbi, OutboxRelay relay) {
        return new Transactions(jdbi, relay);
    }

    @Produces
    @Singleton
    public WorkRepository workTable(Transactions transactions, KitConfig config) {
        KitConfig.Work work = config.work();
        return new WorkRepository(
                transactions,
                new WorkSettings(
                        work.lease(), work.poll(), work.maxFailures(), work.firstBackOff(), work.maxBackOff()));
    }

    @Produces
    @Singleton
    public EventReceiver eventReceiver(
            EventCodec codec, Transactions transactions, MeterRegistry meters, Config config) {
        EventReceiver receiver = new EventReceiver(codec, transactions, meters);
        for (String property : config.getPropertyNames()) {
            Matcher channel = CHANNEL.matcher(property);
            if (channel.matches()) {
                receiver.expect(channel.group(1));
            }
        }
        return receiver;
    }

    @Produces
    @Singleton
    public ReplicaName replicaName(KitConfig config) {
        return ReplicaName.of(config);
    }

    void start(@Observes StartupEvent event, OutboxRelay relay, Jdbi jdbi, MeterRegistry meters) {
        relay.start();
        new WorkGauges(jdbi).show(meters);
    }

    void stop(@Observes ShutdownEvent event, OutboxRelay relay) {
        relay.close();
    }
}
