package io.tiltmeter.servicekit.rest;

import io.tiltmeter.servicekit.configuration.KitConfig;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses what changes or starts anything, where a service is configured to show only. */
public class ReadOnlyFilter {

    private final boolean isReadOnly;

    public ReadOnlyFilter(KitConfig config) {
        this.isReadOnly = config.http().readOnly();
    }

    @ServerRequestFilter
    public Optional<Response> refuse(ContainerRequestContext request, ResourceInfo operation) {
        if (!isReadOnly
                || RequestRules.READING_METHODS.contains(request.getMethod())
                || operation.getResourceMethod().isAnnotationPresent(ChangesNothing.class)) {
            return Optional.empty();
        }
        return Optional.of(ProblemMappers.readOnly(request.getUriInfo().getPath()));
    }
}
