package io.tiltmeter.servicekit.configuration;

import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.DirectoryArtifactStore;
import io.tiltmeter.servicekit.event.EventCodec;
import io.tiltmeter.servicekit.outbox.EventPublisher;
import io.tiltmeter.servicekit.outbox.KafkaEventPublisher;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.servicekit.work.WorkSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a service needs once, made from its configuration. */
@Singleton
public class KitProducers {
    private static final Duration UNFINISHED_IS_DEAD_AFTER = Duration.ofMinutes(10);

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
    public EventPublisher eventPublisher(
            KitConfig config, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new KafkaEventPublisher(bootstrapServers, "/" + config.service());
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    public WorkSettings workSettings(KitConfig config) {
        KitConfig.Work work = config.work();
        return new WorkSettings(work.lease(), work.poll(), work.maxFailures(), work.firstBackOff(), work.maxBackOff());
    }

    @Produces
    @Singleton
    public ReplicaName replicaName(
            KitConfig config, @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
        return ReplicaName.of(config, port);
    }
}
