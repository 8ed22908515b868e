package io.tiltmeter.servicekit.configuration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;

/** Configures JSON of the REST layer as {@link Json} does. */
@Singleton
public class JsonCustomizer implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        Json.configure(mapper);
    }
}
