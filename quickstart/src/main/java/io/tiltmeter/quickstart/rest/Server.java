package io.tiltmeter.quickstart.rest;

import io.tiltmeter.quickstart.supervision.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The addresses of a running system's services, each ending in {@code /api/v1/}. The others follow from the page's, as
 * {@link Ports} has them.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address
 * @param ports of the services
 */
public record Server(String scheme, String host, Ports ports) {
    private static final Duration UP_WAIT = Duration.ofSeconds(5);
    private static final int INTERNAL_ERROR = 500;

    /** A system on this machine. */
    public static Server local(Ports ports) {
        return new Server("http", "127.0.0.1", ports);
    }

    /**
     * The system with this page.
     *
     * @param page such as {@code http://tilt.example:8080}
     * @throws IllegalArgumentException if it is no such address
     */
    public static Server of(String page) {
        URI address;
        try {
            address = new URI(page);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + page + "' is no address: " + e.getReason());
        }
        boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        boolean isPage = address.getPath().isEmpty() || address.getPath().equals("/");
        if (!isHttp || address.getHost() == null || address.getPort() < 0 || !isPage || address.getQuery() != null) {
            throw new IllegalArgumentException(
                    "'" + page + "' is not the address of a page, such as http://127.0.0.1:" + Ports.DEFAULT_PAGE);
        }
        return new Server(address.getScheme(), address.getHost(), new Ports(address.getPort()));
    }

    /** The page's address, with a slash at its end. */
    public String page() {
        return root(ports.results());
    }

    /** Whether the page answers at once. */
    public boolean isUp() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(page())).timeout(UP_WAIT).build();
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    < INTERNAL_ERROR;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public String results() {
        return page() + "api/v1/";
    }

    public String dataset() {
        return root(ports.dataset()) + "api/v1/";
    }

    public String trainer() {
        return root(ports.trainer()) + "api/v1/";
    }

    /** That of the evaluator that takes requests. */
    public String evaluator() {
        return root(ports.evaluator(0)) + "api/v1/";
    }

    private String root(int port) {
        return scheme + "://" + host + ":" + port + "/";
    }
}
