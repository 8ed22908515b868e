package io.tiltmeter.servicekit.work;

import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A service whose workers have ended is to be started again: it would accept work and do none. */
@Liveness
public class WorkersHealth implements HealthCheck {
    private final Workers workers;

    public WorkersHealth(Workers workers) {
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> ended = workers.ended();
        return HealthCheckResponse.named("workers")
                .status(ended.isEmpty())
                .withData("ended", String.join(", ", ended))
                .build();
    }
}
