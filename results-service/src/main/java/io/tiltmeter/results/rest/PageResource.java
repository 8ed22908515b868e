package io.tiltmeter.results.rest;

import io.tiltmeter.results.application.PageConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The settings of the web page, which it needs before its first request. */
@Path("/api/v1/page")
@Tag(name = "Page", description = "Settings of the web page")
@Produces(MediaType.APPLICATION_JSON)
public class PageResource {
    private final PageConfig config;

    public PageResource(PageConfig config) {
        this.config = config;
    }

    /**
     * The page's settings.
     *
     * @param datasetService where a browser reaches the dataset-service, without a slash at the end
     */
    public record PageSettings(String datasetService) {}

    @GET
    @Operation(operationId = "showPageSettings", summary = "Where the page finds the other services")
    public PageSettings settings() {
        return new PageSettings(config.datasetService().toString().replaceAll("/+$", ""));
    }
}
