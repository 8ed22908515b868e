package io.tiltmeter.servicekit.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.connection.HeadTimer;
import io.tiltmeter.servicekit.json.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Applies the {@link RequestRules} to every request of a service: to resources, files and what Quarkus serves. */
@Singleton
public class RequestFilter {
    private static final Logger LOG = Logger.getLogger(RequestFilter.class);

    /** Before whatever else filters requests. */
    private static final int PRIORITY = 1_000;

    private final RequestRules rules;
    private final ClientLimits limits;

    public RequestFilter(KitConfig config, @ConfigProperty(name = "quarkus.http.host") String address) {
        this.rules = new RequestRules(
                address,
                config.http().hosts().orElse(List.of()),
                config.http().origins().orElse(List.of()));
        this.limits = new ClientLimits(config.http());
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    private void filter(RoutingContext context) {
        HeadTimer.stop(context.request());
        RequestRules.Head head = head(context);
        Optional<Problem> refusal = rules.refusal(head).or(() -> limits.refusal(context, head));
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        Problem problem = refusal.get();
        Fault fault = problem.faults().get(0);
        LOG.infof(
                "request refused method=%s path=%s status=%d header=%s value=%s",
                head.method(), head.path(), problem.status(), fault.field(), fault.value());
        // Its body is read and thrown away, so that a client that still sends gets to read the response.
        context.request().resume();
        if (problem.status() == 503 || problem.status() == 429) {
            context.response().putHeader("Retry-After", Integer.toString(BodyRefused.RETRY_AFTER_SECONDS));
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Json.write(problem));
    }

    private static RequestRules.Head head(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort authority = request.authority();
        return new RequestRules.Head(
                request.method().name(),
                context.normalizedPath(),
                authority == null
                        ? Optional.ofNullable(request.getHeader(HttpHeaders.HOST))
                                .orElse("")
                        : authority.toString(),
                Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN)),
                Optional.ofNullable(request.getHeader("Sec-Fetch-Site")),
                Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)),
                body(request));
    }

    /** By the headers alone; only a stream of HTTP/2 has a body without either, and browsers state the length of theirs. */
    private static RequestRules.Body body(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean isEmpty =
                length == null ? !request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : length.equals("0");
        return isEmpty ? RequestRules.Body.ABSENT : RequestRules.Body.PRESENT;
    }
}
