package io.tiltmeter.servicekit.configuration;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.health.AsyncHealthCheckFactory;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Runs health checks on threads of their own: a service whose other threads are all taken by requests is alive, and a probe that waited
 * for one of them would have it killed.
 */
@Singleton
@Alternative
@Priority(Interceptor.Priority.LIBRARY_AFTER)
public class HealthCheckThreads extends AsyncHealthCheckFactory {
    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, runnable -> {
        Thread thread = new Thread(runnable, "health-check");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public Uni<HealthCheckResponse> callSync(HealthCheck check) {
        return super.callSync(check).runSubscriptionOn(threads);
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }
}
