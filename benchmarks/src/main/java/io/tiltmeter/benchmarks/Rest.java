package io.tiltmeter.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls of services. */
final class Rest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Rest() {}

    /**
     * The body under an address.
     *
     * @throws IOException if the service does not answer with status 200
     */
    static String get(String address) throws IOException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(address)));
        if (response.statusCode() != 200) {
            throw new IOException(address + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /**
     * Posts JSON.
     *
     * @throws IOException if the service does not answer, or not with a status between 200 and 299
     */
    static void post(String address, String json) throws IOException {
        post(address, "application/json", json);
    }

    /** As {@link #post(String, String)}, of a file's text. */
    static void upload(String address, String text) throws IOException {
        post(address, "application/octet-stream", text);
    }

    private static void post(String address, String type, String text) throws IOException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(text)));
        if (response.statusCode() / 100 != 2) {
            throw new IOException(address + " answered " + response.statusCode() + ": " + response.body());
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
