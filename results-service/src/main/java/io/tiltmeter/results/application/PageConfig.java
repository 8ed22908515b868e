package io.tiltmeter.results.application;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/** Configuration of the web page; {@code application.properties} has the defaults. */
@ConfigMapping(prefix = "tiltmeter.page")
public interface PageConfig {
    /** The address at which a browser reaches the dataset-service, such as {@code http://127.0.0.1:8081}. */
    URI datasetService();
}
