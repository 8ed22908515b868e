package io.tiltmeter.evaluator.application.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.faulttolerance.api.Guard;
import io.tiltmeter.evaluator.application.judge.JudgeBackoff.FailedAttempt;
import io.tiltmeter.evaluator.scorer.Judge;
import io.tiltmeter.evaluator.scorer.JudgeCache;
import io.tiltmeter.evaluator.scorer.JudgeChoice;
import io.tiltmeter.evaluator.scorer.JudgePrompt;
import io.tiltmeter.servicekit.json.Json;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * A judge behind an OpenAI-compatible chat interface ({@code POST {url}/chat/completions}), at temperature 0. Failures that
 * may pass are tried again after a while: 429, 5xx, broken connections, time-outs, and responses that are no chat
 * completion. Replies with a choice in them are kept in a cache. Redirections are not followed, and the key appears in no
 * message.
 */
public final class ChatJudge implements Judge {
    private static final int MAX_RESPONSE_BYTES = 1 << 20;
    private static final int MAX_REPLY_TOKENS = 256;
    private static final Duration MAX_CONNECT_TIME = Duration.ofSeconds(10);

    private final JudgeAddress address;
    private final JudgeCache cache;
    private final Guard guard;
    private ChatApi api;

    ChatJudge(JudgeAddress address, JudgeCache cache, Duration firstWait) {
        this.address = address;
        this.cache = cache;
        this.guard = Guard.create()
                .withTimeout()
                .duration(address.timeout().toMillis(), ChronoUnit.MILLIS)
                .done()
                .withRetry()
                .maxRetries(address.retries())
                .maxDuration(0, ChronoUnit.MILLIS)
                .jitter(0, ChronoUnit.MILLIS)
                .whenException(failure -> failure instanceof TimeoutException
                        || failure instanceof FailedAttempt attempt && !attempt.isTooLongAWait())
                .withCustomBackoff()
                .strategy(() -> new JudgeBackoff(firstWait))
                .done()
                .done()
                .build();
    }

    /**
     * The judge that is configured, if any.
     *
     * @throws IllegalArgumentException naming every setting that is wrong
     */
    public static Optional<ChatJudge> of(JudgeConfig config, JudgeCache cache) {
        return JudgeAddress.of(config).map(address -> new ChatJudge(address, cache, JudgeBackoff.FIRST_WAIT));
    }

    @Override
    public String model() {
        return address.model();
    }

    /**
     * @throws JudgeUnavailable if no attempt gave a reply
     * @throws JudgeRefused if the judge says that the request is wrong, or its response is too long
     */
    @Override
    public String reply(JudgePrompt prompt) {
        String key = prompt.key(address.model());
        Optional<String> kept = cache.reply(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        String reply = requested(prompt);
        if (JudgeChoice.read(reply).isPresent()) {
            cache.keep(key, reply);
        }
        return reply;
    }

    private String requested(JudgePrompt prompt) {
        AtomicInteger attempts = new AtomicInteger();
        try {
            return guard.call(
                    () -> {
                        attempts.incrementAndGet();
                        return attempt(prompt);
                    },
                    String.class);
        } catch (JudgeRefused e) {
            throw e;
        } catch (TimeoutException e) {
            throw unavailable(attempts.get(), "no response within " + address.timeout(), e);
        } catch (FailedAttempt e) {
            String patience = e.isTooLongAWait() ? ", and asks for a wait of more than " + JudgeBackoff.MAX_WAIT : "";
            throw unavailable(attempts.get(), e.getMessage() + patience, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JudgeUnavailable("interrupted while waiting for the judge", e);
        } catch (Exception e) {
            throw unavailable(attempts.get(), String.valueOf(e.getMessage()), e);
        }
    }

    private JudgeUnavailable unavailable(int attempts, String reason, Throwable cause) {
        return new JudgeUnavailable(
                "the judge at " + address.completions() + " gave no reply in " + attempts + " attempts: " + reason,
                cause);
    }

    /** One attempt. A client that failed is closed: its connection may be stuck in a response. */
    private String attempt(JudgePrompt prompt) throws FailedAttempt {
        ChatApi.Request request = new ChatApi.Request(
                address.model(),
                0,
                MAX_REPLY_TOKENS,
                List.of(new ChatApi.Message("system", prompt.system()), new ChatApi.Message("user", prompt.user())));
        boolean done = false;
        try (Response response =
                api().complete(address.apiKey().map(key -> "Bearer " + key).orElse(null), request)) {
            String reply = reply(response);
            done = true;
            return reply;
        } catch (ProcessingException | IOException e) {
            Throwable root = e instanceof ProcessingException && e.getCause() != null ? e.getCause() : e;
            throw new FailedAttempt(
                    "it cannot be reached: " + address.shown(String.valueOf(root.getMessage())), Optional.empty(), e);
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private String reply(Response response) throws FailedAttempt, IOException {
        byte[] body = body(response);
        String shown = address.shown(new String(body, StandardCharsets.UTF_8));
        int status = response.getStatus();
        if (status == 200) {
            return content(body)
                    .orElseThrow(
                            () -> new FailedAttempt("it sent no chat completion: " + shown, Optional.empty(), null));
        }
        if (status == 429 || status >= 500) {
            String header = response.getHeaderString(HttpHeaders.RETRY_AFTER);
            throw new FailedAttempt(
                    "it answered " + status + ": " + shown,
                    Optional.ofNullable(header).flatMap(text -> JudgeBackoff.retryAfter(text, Clock.systemUTC())),
                    null);
        }
        throw new JudgeRefused("the judge at " + address.completions() + " answered " + status + ": " + shown
                + "; check tiltmeter.judge.url, .model and .api-key");
    }

    private byte[] body(Response response) throws IOException {
        try (InputStream in = response.readEntity(InputStream.class)) {
            byte[] body = in == null ? new byte[0] : in.readNBytes(MAX_RESPONSE_BYTES + 1);
            if (body.length > MAX_RESPONSE_BYTES) {
                throw new JudgeRefused("the judge at " + address.completions() + ": its response has more than "
                        + MAX_RESPONSE_BYTES + " bytes");
            }
            return body;
        }
    }

    private static Optional<String> content(byte[] body) {
        try {
            JsonNode content = Json.mapper()
                    .readTree(body)
                    .path("choices")
                    .path(0)
                    .path("message")
                    .path("content");
            return content.isTextual() ? Optional.of(content.textValue()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no JSON is no chat completion
        }
    }

    private synchronized ChatApi api() {
        if (api == null) {
            boolean isPatient = address.timeout().compareTo(MAX_CONNECT_TIME) > 0;
            Duration connect = isPatient ? MAX_CONNECT_TIME : address.timeout();
            api = QuarkusRestClientBuilder.newBuilder()
                    .baseUri(address.base())
                    .connectTimeout(connect.toMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(address.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .followRedirects(false)
                    .disableDefaultMapper(true)
                    .build(ChatApi.class);
        }
        return api;
    }

    private synchronized void close() {
        if (api != null) {
            try {
                api.close();
            } catch (Exception e) {
                throw new IllegalStateException("the client of the judge cannot be closed", e);
            } finally {
                api = null;
            }
        }
    }
}
