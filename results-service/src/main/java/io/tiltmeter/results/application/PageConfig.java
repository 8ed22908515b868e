package io.tiltmeter.results.application;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** What the web page is told; {@code application.properties} has the defaults. */
@ConfigMapping(prefix = "tiltmeter.page")
public interface PageConfig {
    /** Where a browser reaches the dataset-service, such as {@code http://127.0.0.1:8081}: it asks that service itself. */
    URI datasetService();
}
