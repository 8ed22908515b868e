package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.Guard;
import io.tiltmeter.servicekit.json.Json;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Calls one MLflow server. What is overloaded or fails for a moment is retried; redirects are not followed. */
public final class MlflowClient implements AutoCloseable {
    private static final int CONNECT_SECONDS = 5;
    private static final int RESPONSE_SECONDS = 30;
    private static final int MAX_RESPONSE_BYTES = 16 << 20;
    private static final int FIRST_PAUSE_MILLIS = 200;
    private static final int MAX_RETRIES = 4;
    private static final Guard RETRYING = Guard.create()
            .withRetry()
            .maxRetries(MAX_RETRIES)
            .delay(FIRST_PAUSE_MILLIS, ChronoUnit.MILLIS)
            .jitter(0, ChronoUnit.MILLIS)
            .maxDuration(5, ChronoUnit.MINUTES)
            .whenException(MlflowClient::isTemporary)
            .withCustomBackoff()
            .strategy(Backoff::new)
            .done()
            .done()
            .build();

    private final URI trackingUri;
    private final MlflowApi api;

    public MlflowClient(URI trackingUri, Optional<String> token) {
        this.trackingUri = trackingUri;
        RestClientBuilder builder = RestClientBuilder.newBuilder()
                .baseUri(trackingUri)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(RESPONSE_SECONDS, TimeUnit.SECONDS)
                .followRedirects(false);
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
        this.api = builder.build(MlflowApi.class);
    }

    /** @throws MlflowException if it does not respond as MLflow does */
    JsonNode call(Function<MlflowApi, InputStream> request) {
        try {
            return RETRYING.call(() -> parsed(request.apply(api)), JsonNode.class);
        } catch (MlflowException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new MlflowException(trackingUri, "answered 200 with something that is not JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MlflowException(trackingUri, "was not waited for, because this service stops", e);
        } catch (Exception e) {
            throw new MlflowException(trackingUri, "did not answer: " + e, e);
        }
    }

    private static JsonNode parsed(InputStream body) throws IOException {
        try (body) {
            return Json.mapper().readTree(body.readNBytes(MAX_RESPONSE_BYTES));
        }
    }

    private static boolean isTemporary(Throwable failure) {
        return failure instanceof MlflowException refused
                ? refused.isTemporary()
                : failure instanceof ProcessingException
                        || failure instanceof IOException && !(failure instanceof JsonProcessingException);
    }

    @Override
    public void close() {
        api.close();
    }

    /** Doubles the pause each time; waits as long as the server asks, within limits. */
    private static final class Backoff implements CustomBackoffStrategy {
        private long pauseMillis;

        @Override
        public void init(long initialDelayMillis) {
            pauseMillis = initialDelayMillis;
        }

        @Override
        public long nextDelayInMillis(Throwable failure) {
            long pause = pauseMillis;
            pauseMillis *= 2;
            return failure instanceof MlflowException refused
                    ? refused.retryAfterMillis().orElse(pause)
                    : pause;
        }
    }
}
