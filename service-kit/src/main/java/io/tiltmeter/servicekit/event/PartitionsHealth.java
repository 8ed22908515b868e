package io.tiltmeter.servicekit.event;

import io.smallrye.health.api.Wellness;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * A service that reads some partition no further is unwell. It is neither restarted nor cut off for it, since that would not help and
 * the rest of it works.
 */
@Wellness
public class PartitionsHealth implements HealthCheck {
    private final PartitionWatch watch;

    public PartitionsHealth(PartitionWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        Map<TopicPartition, String> unreadable = watch.unreadable();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("partitions").status(unreadable.isEmpty());
        unreadable.forEach((partition, message) -> response.withData(partition.toString(), message));
        return response.build();
    }
}
