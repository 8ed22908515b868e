package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is required of a request before a resource sees it, so that no page of another origin can use a service through the
 * browser of someone who reaches it. Browsers set {@code Host}, {@code Origin} and {@code Sec-Fetch-Site} themselves; no
 * page can change them. Programs send neither of the last two and are not affected by them.
 */
final class RequestRules {
    private static final String EVERY_HOST = "*";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(:[0-9]*)?");

    /** Addresses that mean every address of the machine, and are none that a browser should name. */
    private static final Set<String> WILDCARD_ADDRESSES = Set.of("0.0.0.0", "[::]");

    /** Probes and Prometheus reach these by the addresses of pods. */
    private static final Pattern FOR_EVERY_HOST = Pattern.compile("/q/(health(/.*)?|metrics)");

    static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    /** A page may send these to any address without asking for permission: https://fetch.spec.whatwg.org/#cors-safelisted-request-header. */
    private static final Set<String> TYPES_OF_FORMS =
            Set.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data");

    private static final Pattern MEDIA_TYPE = Pattern.compile("[^\\s/,;]+/[^\\s/,;]+");

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final Set<String> origins = new HashSet<>();

    /** Whether a request has a body. */
    enum Body {
        PRESENT,
        ABSENT
    }

    /**
     * What is known of a request before its body is read.
     *
     * @param path normalised, without the query
     * @param host name and port as the client calls this service; empty if it does not say
     */
    record Head(
            String method,
            String path,
            String host,
            Optional<String> origin,
            Optional<String> fetchSite,
            Optional<String> contentType,
            Body body) {}

    /**
     * @param address that the service listens on
     * @param hosts further names of this service, or {@code *}
     * @param origins of this service's pages, besides those of its names
     */
    RequestRules(String address, Collection<String> hosts, Collection<String> origins) {
        String bound = address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
        if (!WILDCARD_ADDRESSES.contains(bound)) {
            this.hosts.add(lowerCase(bound));
        }
        hosts.forEach(host -> this.hosts.add(lowerCase(host)));
        origins.forEach(origin -> this.origins.add(lowerCase(origin)));
    }

    /** Why a request is refused, if it is. */
    Optional<Problem> refusal(Head request) {
        if (!isKnownHost(request)) {
            return Optional.of(unknownHost(request));
        }
        if (READING_METHODS.contains(request.method())) {
            return Optional.empty();
        }
        if (isFromElsewhere(request)) {
            return Optional.of(otherOrigin(request));
        }
        if (request.body() == Body.PRESENT && !isAcceptableType(request.contentType())) {
            return Optional.of(unsupportedMediaType(request.contentType(), request.path()));
        }
        return Optional.empty();
    }

    private boolean isKnownHost(Head request) {
        if (hosts.contains(EVERY_HOST) || FOR_EVERY_HOST.matcher(request.path()).matches()) {
            return true;
        }
        Matcher authority = AUTHORITY.matcher(request.host());
        return authority.matches() && hosts.contains(lowerCase(authority.group(1)));
    }

    private boolean isFromElsewhere(Head request) {
        Optional<String> origin = request.origin();
        if (origin.isPresent() && origins.contains(lowerCase(origin.get()))) {
            return false;
        }
        boolean ofAnotherSite =
                request.fetchSite().filter(site -> !OWN_SITES.contains(site)).isPresent();
        boolean ofAnotherOrigin =
                origin.filter(sent -> !isAt(sent, request.host())).isPresent();
        return ofAnotherSite || ofAnotherOrigin;
    }

    private static boolean isAt(String origin, String host) {
        return lowerCase(origin).matches("https?://" + Pattern.quote(lowerCase(host)));
    }

    private static boolean isAcceptableType(Optional<String> contentType) {
        return contentType
                .map(type -> lowerCase(type.split(";", 2)[0].strip()))
                .filter(type -> MEDIA_TYPE.matcher(type).matches() && !TYPES_OF_FORMS.contains(type))
                .isPresent();
    }

    private static Problem unknownHost(Head request) {
        return Problem.of(
                421,
                "unknown-host",
                "The service is not known by this name",
                "the request names a host that is not one of this service's; nothing was done",
                request.path(),
                List.of(new Fault(
                        "Host",
                        request.host(),
                        "localhost, 127.0.0.1, [::1], the address that the service listens on, or a name in"
                                + " tiltmeter.http.hosts",
                        "use one of these, or add the name to tiltmeter.http.hosts of this service")));
    }

    private static Problem otherOrigin(Head request) {
        Fault fault = request.origin()
                .map(origin -> new Fault(
                        "Origin",
                        origin,
                        "the origin at which this service is reached, here host " + request.host()
                                + ", or one in tiltmeter.http.origins",
                        "send it from a page of this service or from a program; behind a proxy that replaces Host,"
                                + " add the page's origin to tiltmeter.http.origins of this service"))
                .orElseGet(() -> new Fault(
                        "Sec-Fetch-Site",
                        request.fetchSite().orElse(""),
                        "same-origin or none",
                        "send it from a page of this service or from a program"));
        return Problem.of(
                403,
                "other-origin",
                "A page of another origin sent this",
                "pages of other origins change nothing here; nothing was started",
                request.path(),
                List.of(fault));
    }

    /** The response to a body whose type is missing, or is none that the operation reads. */
    static Problem unsupportedMediaType(Optional<String> contentType, String path) {
        return Problem.of(
                415,
                "unsupported-media-type",
                "The body's type is not accepted",
                "the header Content-Type is missing, or names a type that is not read here; nothing was started",
                path,
                List.of(new Fault(
                        "Content-Type",
                        contentType.orElse(""),
                        "a type that this operation reads, as /q/openapi lists them; never text/plain or that of a form",
                        "send JSON with Content-Type: application/json, and a file with application/octet-stream, or"
                                + " text/csv where that is listed")));
    }

    /** The response to a body that comes while as many others are coming as may. */
    static Problem tooManyBodies(int most, String path) {
        return Problem.of(
                503,
                "too-many-bodies",
                "Too many requests are being sent at once",
                "as many bodies as are taken at once are still coming; nothing was started",
                path,
                List.of(new Fault(
                        "body",
                        "",
                        "at most " + most + " requests with a body at once",
                        "send it again a little later")));
    }

    static Problem tooManyRequests(int most, String path) {
        return Problem.of(
                429,
                "too-many-requests",
                "Too many requests at once",
                "this client's requests are still being answered; nothing was started",
                path,
                List.of(new Fault(
                        "client",
                        "",
                        "at most " + most + " requests at once of one address (tiltmeter.http.max-requests-per-client)",
                        "send it again when others are answered")));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
