package io.tiltmeter.evaluator.application.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.evaluator.scorer.Judge;
import io.tiltmeter.evaluator.scorer.JudgeCache;
import io.tiltmeter.evaluator.scorer.JudgeChoice;
import io.tiltmeter.evaluator.scorer.JudgePrompt;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A judge behind an OpenAI-compatible chat interface ({@code POST {url}/chat/completions}), asked at temperature 0. What
 * may pass is tried again after a while: 429, 5xx, broken connections, time-outs, and answers that are no chat completion.
 * Replies with a choice in them are kept in a cache. Redirections are not followed, and the key appears in no message.
 */
public final class ChatJudge implements Judge {
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int MAX_REPLY_TOKENS = 256;
    private static final Duration MAX_CONNECT_TIME = Duration.ofSeconds(10);

    private final JudgeAddress address;
    private final JudgeCache cache;
    private final Pause pause;
    private final Clock clock;
    private final HttpClient client;

    /** Waiting, which tests need not. */
    interface Pause {
        void take(Duration time) throws InterruptedException;
    }

    ChatJudge(JudgeAddress address, JudgeCache cache, Pause pause, Clock clock) {
        this.address = address;
        this.cache = cache;
        this.pause = pause;
        this.clock = clock;
        boolean patient = address.timeout().compareTo(MAX_CONNECT_TIME) > 0;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patient ? MAX_CONNECT_TIME : address.timeout())
                .build();
    }

    /**
     * The judge that is configured, if any.
     *
     * @throws IllegalArgumentException naming every setting that is wrong
     */
    public static Optional<ChatJudge> of(JudgeConfig config, JudgeCache cache) {
        return JudgeAddress.of(config)
                .map(address ->
                        new ChatJudge(address, cache, time -> Thread.sleep(time.toMillis()), Clock.systemUTC()));
    }

    @Override
    public String model() {
        return address.model();
    }

    /**
     * @throws JudgeUnavailable if no attempt gave an answer
     * @throws JudgeRefused if the judge says that the request is wrong, or its answer is too long
     */
    @Override
    public String reply(JudgePrompt prompt) {
        String key = prompt.key(address.model());
        Optional<String> kept = cache.find(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        String reply = asked(request(prompt));
        if (JudgeChoice.read(reply).isPresent()) {
            cache.keep(key, reply);
        }
        return reply;
    }

    private String asked(HttpRequest request) {
        for (int failures = 1; ; failures++) {
            Failure failure;
            try {
                HttpResponse<byte[]> response = sent(request);
                if (response.statusCode() == 200) {
                    Optional<String> reply = content(response.body());
                    if (reply.isPresent()) {
                        return reply.get();
                    }
                    failure = new Failure("it answered no chat completion: " + begun(response), Optional.empty(), null);
                } else if (response.statusCode() == 429 || response.statusCode() >= 500) {
                    failure = new Failure(
                            "it answered " + response.statusCode() + ": " + begun(response),
                            response.headers()
                                    .firstValue("Retry-After")
                                    .flatMap(header -> RetryDelay.asked(header, clock)),
                            null);
                } else {
                    throw new JudgeRefused("the judge at " + address.completions() + " answered "
                            + response.statusCode() + ": " + begun(response)
                            + "; check tiltmeter.judge.url, .model and .api-key");
                }
            } catch (IOException e) {
                failure = new Failure(
                        "it cannot be reached: " + address.shown(String.valueOf(e.getMessage())), Optional.empty(), e);
            } catch (TimeoutException e) {
                failure = new Failure("no answer within " + address.timeout(), Optional.empty(), e);
            }
            waitAfter(failures, failure);
        }
    }

    private void waitAfter(int failures, Failure failure) {
        Optional<Duration> delay = RetryDelay.before(failures, failure.retryAfter());
        if (failures > address.retries() || delay.isEmpty()) {
            String patience = delay.isEmpty() ? ", and asks for more than " + RetryDelay.LONGEST + " of patience" : "";
            throw new JudgeUnavailable(
                    "the judge at " + address.completions() + " gave no answer in " + failures + " attempts: "
                            + failure.reason() + patience,
                    failure.cause());
        }
        try {
            pause.take(delay.get());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpResponse<byte[]> sent(HttpRequest request) throws IOException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, response -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            return answer.get(address.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw e;
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted(e);
        } catch (ExecutionException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof BoundedBody.TooLong tooLong) {
                    throw new JudgeRefused("the judge at " + address.completions() + ": " + tooLong.getMessage());
                }
            }
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        }
    }

    private HttpRequest request(JudgePrompt prompt) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.completions())
                .timeout(address.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body(prompt)));
        address.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request.build();
    }

    private byte[] body(JudgePrompt prompt) {
        try {
            return Json.mapper()
                    .writeValueAsBytes(Map.of(
                            "model",
                            address.model(),
                            "temperature",
                            0,
                            "max_tokens",
                            MAX_REPLY_TOKENS,
                            "messages",
                            List.of(
                                    Map.of("role", "system", "content", prompt.system()),
                                    Map.of("role", "user", "content", prompt.user()))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
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

    private String begun(HttpResponse<byte[]> response) {
        return address.shown(new String(response.body(), StandardCharsets.UTF_8));
    }

    private static JudgeUnavailable interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new JudgeUnavailable("interrupted while the judge was asked", e);
    }

    /** An attempt that may go better another time. */
    private record Failure(String reason, Optional<Duration> retryAfter, Throwable cause) {}
}
