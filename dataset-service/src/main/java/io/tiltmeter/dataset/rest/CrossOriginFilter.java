package io.tiltmeter.dataset.rest;

import com.google.re2j.Pattern;
import io.tiltmeter.dataset.application.DatasetConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets pages of other origins, such as that of results-service, read this service in a browser. They may only read: a
 * preflight gets no permission, so that a browser does not send what needs one. This service's own pages are not affected.
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
