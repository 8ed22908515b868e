package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.Guard;
import io.tiltmeter.servicekit.json.Json;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.jboss.logging.Logger;

/**
 * Calls one MLflow server for one export. What is overloaded or fails for a moment is retried; redirects are not followed.
 * Each call runs on a thread of its own, which is given up at its limit: a server may send byte after byte, so that no wait
 * for the next one is long.
 */
public final class MlflowClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MlflowClient.class);
    private static final int CONNECT_SECONDS = 5;
    private static final int RESPONSE_SECONDS = 30;
    private static final int MAX_RESPONSE_BYTES = 16 << 20;
    private static final int FIRST_PAUSE_MILLIS = 200;
    private static final int MAX_RETRIES = 4;
    private static final int LAST_CALL_SECONDS = 10;
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
    private final Limits limits;
    private final long startNanos = System.nanoTime();
    private final ExecutorService exchanges = Executors.newCachedThreadPool(MlflowClient::thread);

    /**
     * How long a server is waited for.
     *
     * @param call one call, to the last byte of its response
     * @param export all calls together
     */
    public record Limits(Duration call, Duration export) {}

    public MlflowClient(URI trackingUri, Optional<String> token, Limits limits) {
        this.limits = limits;
        this.trackingUri = trackingUri;
        RestClientBuilder builder = RestClientBuilder.newBuilder()
                .baseUri(trackingUri)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(RESPONSE_SECONDS, TimeUnit.SECONDS)
                .followRedirects(false);
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
        this.api = builder.build(MlflowApi.class);
    }

    /** @throws MlflowException if it does not respond as MLflow does, or not in time */
    JsonNode call(Function<MlflowApi, InputStream> request) {
        try {
            return RETRYING.call(() -> inTime(request), JsonNode.class);
        } catch (MlflowException e) {
            throw e;
        } catch (WebApplicationException e) {
            throw MlflowException.answered(trackingUri, e);
        } catch (JsonProcessingException e) {
            throw new MlflowException(trackingUri, "answered 200 with something that is not JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MlflowException(trackingUri, "was not waited for, because this service stops", e);
        } catch (Exception e) {
            throw new MlflowException(trackingUri, "did not answer: " + reason(e), e);
        }
    }

    /**
     * One call without retries, for a failed export, whose time may be over: at most {@value #LAST_CALL_SECONDS} s.
     *
     * @return whether it succeeded
     */
    boolean lastCall(Function<MlflowApi, InputStream> request) {
        Future<JsonNode> exchange = exchanges.submit(() -> parsed(request.apply(api)));
        try {
            exchange.get(LAST_CALL_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("mlflow run of a failed export not ended server=%s cause=%s", trackingUri, reason(e));
            return false;
        } finally {
            exchange.cancel(true);
        }
    }

    URI trackingUri() {
        return trackingUri;
    }

    MlflowException notMlflow(String what) {
        return new MlflowException(trackingUri, "answered 200 with something " + what, null);
    }

    private JsonNode inTime(Function<MlflowApi, InputStream> request) throws Exception {
        Duration left = limits.export().minusNanos(System.nanoTime() - startNanos);
        boolean isLast = left.compareTo(limits.call()) < 0;
        Future<JsonNode> exchange = exchanges.submit(() -> parsed(request.apply(api)));
        try {
            return exchange.get(
                    isLast ? Math.max(0, left.toNanos()) : limits.call().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new MlflowException(
                    trackingUri,
                    isLast
                            ? "was given up, because the export took longer than " + limits.export()
                                    + " (tiltmeter.results.mlflow.export-timeout)"
                            : "did not answer whole within " + limits.call()
                                    + " (tiltmeter.results.mlflow.call-timeout)",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } finally {
            exchange.cancel(true);
        }
    }

    private JsonNode parsed(InputStream body) throws IOException {
        try (body) {
            byte[] bytes = body.readNBytes(MAX_RESPONSE_BYTES + 1);
            if (bytes.length > MAX_RESPONSE_BYTES) {
                throw new MlflowException(
                        trackingUri, "answered 200 with more than " + MAX_RESPONSE_BYTES + " bytes", null);
            }
            return Json.mapper().readTree(bytes);
        }
    }

    /** No text of an exception that may quote what the server sent: clients of this service must not read it through us. */
    private static String reason(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof SocketException || root instanceof UnknownHostException
                ? root.getMessage()
                : root.getClass().getSimpleName();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "mlflow-export");
        thread.setDaemon(true);
        return thread;
    }

    private static boolean isTemporary(Throwable failure) {
        return failure instanceof MlflowException refused
                ? refused.isTemporary()
                : failure instanceof ProcessingException
                        || failure instanceof IOException && !(failure instanceof JsonProcessingException);
    }

    @Override
    public void close() {
        exchanges.shutdownNow();
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
