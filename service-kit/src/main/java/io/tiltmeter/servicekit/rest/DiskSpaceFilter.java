package io.tiltmeter.servicekit.rest;

import io.tiltmeter.servicekit.artifact.DiskSpace;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses new work while the artifact store has no room for it; what ends work or deletes is taken. */
public class DiskSpaceFilter {
    private final DiskSpace disk;

    public DiskSpaceFilter(DiskSpace disk) {
        this.disk = disk;
    }

    @ServerRequestFilter
    public Optional<Response> refuse(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!request.getMethod().equals(HttpMethod.POST) || path.endsWith("/cancel")) {
            return Optional.empty();
        }
        return disk.shortage().map(shortage -> ProblemMappers.diskFull(shortage, path));
    }
}
