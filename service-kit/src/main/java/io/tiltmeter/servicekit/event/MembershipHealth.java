package io.tiltmeter.servicekit.event;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A process whose consumers another one of the same name replaced is not ready; ending it by liveness would replace the other in turn. */
@Readiness
public class MembershipHealth implements HealthCheck {
    private final MembershipWatch watch;

    public MembershipHealth(MembershipWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> takenOver = watch.takenOver();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("membership").status(takenOver.isEmpty());
        takenOver.forEach(response::withData);
        return response.build();
    }
}
