package io.tiltmeter.servicekit.rest;

import io.tiltmeter.servicekit.configuration.KitConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** What requests and clients may take at the same time, and how slowly a body may come. */
final class ClientLimits {
    private static final Logger LOG = Logger.getLogger(ClientLimits.class);

    /** Requests whose bodies arrive at the same time: each holds a thread, however slowly it comes. */
    private static final int MAX_BODIES = 64;

    private final int maxRequests;
    private final Duration bodyTimeout;
    private final long leastBytesPerSecond;
    private final AtomicInteger bodies = new AtomicInteger();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();

    ClientLimits(KitConfig.Http config) {
        this.maxRequests = config.maxRequestsPerClient();
        this.bodyTimeout = config.bodyTimeout();
        this.leastBytesPerSecond = config.leastBodyRate().asLongValue();
    }

    /** Counts a request until it has ended; the problem, if it is one too many. */
    Optional<Problem> refusal(RoutingContext context, RequestRules.Head head) {
        // Those who watch the service learn about it also when a client, which may be a proxy of theirs, has taken its
        // part.
        if (!head.path().startsWith("/q/") && count(context) > maxRequests) {
            return Optional.of(RequestRules.tooManyRequests(maxRequests, head.path()));
        }
        if (head.body() == RequestRules.Body.ABSENT) {
            return Optional.empty();
        }
        int now = bodies.incrementAndGet();
        context.addEndHandler(ended -> bodies.decrementAndGet());
        if (now > MAX_BODIES) {
            return Optional.of(RequestRules.tooManyBodies(MAX_BODIES, head.path()));
        }
        limitTime(context, head);
        return Optional.empty();
    }

    private int count(RoutingContext context) {
        String client = context.request().remoteAddress().hostAddress();
        int now = requests.merge(client, 1, Integer::sum);
        context.addEndHandler(
                ended -> requests.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1));
        return now;
    }

    /** Ends the connection of a body that has not come by then: a timeout, and the time that its bytes may take. */
    private void limitTime(RoutingContext context, RequestRules.Head head) {
        HttpServerRequest request = context.request();
        long bytes = statedBytes(request);
        long millis = bodyTimeout.toMillis() + bytes * 1_000 / leastBytesPerSecond;
        long timer = context.vertx().setTimer(Math.max(1, millis), over -> {
            // One who reads as many bytes as are stated, as a parser does, does not ask for the end.
            if (!request.isEnded() && request.bytesRead() < bytes) {
                LOG.infof(
                        "connection ended, its body came too slowly path=%s client=%s afterSeconds=%.1f",
                        head.path(), request.remoteAddress(), millis / 1e3);
                request.connection().close();
            }
        });
        context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
    }

    /** Of a body without a length that of the largest request but files. */
    private static long statedBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 1L << 26 : Math.max(0, Math.min(Long.parseLong(length), 1L << 40));
        } catch (NumberFormatException e) {
            return 0; // refused by the server
        }
    }
}
