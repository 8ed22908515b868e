package io.tiltmeter.dataset.rest;

import io.tiltmeter.dataset.application.DatasetConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets a browser show what this service answers on a page that comes from elsewhere: the page of results-service. Pages may
 * only read: what is sent needs a preflight, and that is not answered. The service's own pages are not concerned.
 */
@ApplicationScoped
public class CrossOriginFilter {
    private static final String ORIGIN = "Origin";

    private final Pattern origins;

    public CrossOriginFilter(DatasetConfig config) {
        this.origins = Pattern.compile(config.pageOrigins());
    }

    @ServerResponseFilter
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String origin = request.getHeaderString(ORIGIN);
        if (origin == null || !request.getMethod().equals(HttpMethod.GET)) {
            return;
        }
        response.getHeaders().add(HttpHeaders.VARY, ORIGIN);
        if (origins.matcher(origin).matches()) {
            response.getHeaders().putSingle("Access-Control-Allow-Origin", origin);
        }
    }
}
