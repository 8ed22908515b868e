package io.tiltmeter.quickstart.rest;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An address below a service's {@code /api/v1/}, every part of it percent-encoded.
 *
 * @param uri the whole address
 */
public record Resource(URI uri) {
    /**
     * @param service as {@link Server} has it, with a slash at its end
     * @param segments of the path, as they are: a slash in one does not begin another
     */
    public static Resource of(String service, String... segments) {
        return new Resource(URI.create(
                service + Arrays.stream(segments).map(Resource::encoded).collect(Collectors.joining("/"))));
    }

    /** The resource below this one, which has no query. */
    public Resource child(String segment) {
        return new Resource(URI.create(uri + "/" + encoded(segment)));
    }

    /** With a parameter of the query. */
    public Resource with(String name, Object value) {
        String before = uri.toString();
        return new Resource(
                URI.create(before + (uri.getRawQuery() == null ? "?" : "&") + name + "=" + encoded(value.toString())));
    }

    /** With a parameter of the query if there is a value. */
    public Resource with(String name, Optional<?> value) {
        return value.isEmpty() ? this : with(name, value.get());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
