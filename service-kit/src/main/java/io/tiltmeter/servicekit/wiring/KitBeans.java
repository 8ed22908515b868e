package io.tiltmeter.servicekit.wiring;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.event.EventIntake;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.outbox.OutboxRelay;
import io.tiltmeter.servicekit.request.RequestReader;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkGauges;
import io.tiltmeter.servicekit.work.WorkSettings;
import io.tiltmeter.servicekit.work.WorkTable;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** Makes the plumbing once a service, from its configuration. */
@Singleton
public class KitBeans {
    private static final Pattern INCOMING_TOPIC = Pattern.compile("mp\\.messaging\\.incoming\\.[^.]+\\.topic");
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
    public WorkTable workTable(Transactions transactions, KitConfig config) {
        KitConfig.Work work = config.work();
        return new WorkTable(
                transactions,
                new WorkSettings(
                        work.lease(), work.poll(), work.mostFailures(), work.firstBackOff(), work.longestBackOff()));
    }

    @Produces
    @Singleton
    public EventIntake eventIntake(EventCodec codec, Transactions transactions, MeterRegistry meters, Config config) {
        EventIntake intake = new EventIntake(codec, transactions, meters);
        for (String property : config.getPropertyNames()) {
            if (INCOMING_TOPIC.matcher(property).matches()) {
                intake.expect(config.getValue(property, String.class));
            }
        }
        return intake;
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
