package io.tiltmeter.evaluator.application.judge;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address of a judge, and how long it is waited for.
 *
 * @param completions the URL of the chat interface itself
 * @param model its name there
 * @param apiKey a bearer token; not part of {@link #toString}
 * @param timeout for each attempt
 * @param retries further attempts, at least 0
 */
record JudgeAddress(URI completions, String model, Optional<String> apiKey, Duration timeout, int retries) {

    /**
     * The judge that is configured, if any.
     *
     * @throws IllegalArgumentException naming every setting that is wrong; the key itself is not shown
     */
    static Optional<JudgeAddress> of(JudgeConfig config) {
        Optional<String> url = config.url().map(String::strip).filter(text -> !text.isEmpty());
        if (url.isEmpty()) {
            return Optional.empty();
        }
        List<String> faults = new ArrayList<>();
        Optional<URI> completions = completions(url.get());
        if (completions.isEmpty()) {
            faults.add("tiltmeter.judge.url \"" + withoutUser(url.get())
                    + "\" is not http(s)://host[:port][/path] without user, query"
                    + " and fragment, such as http://127.0.0.1:8000/v1");
        }
        Optional<String> model = config.model().map(String::strip).filter(text -> !text.isEmpty());
        if (model.isEmpty()) {
            faults.add("tiltmeter.judge.model is missing: name the model that is to judge there");
        }
        if (config.apiKey().filter(key -> !key.matches("[!-~]+")).isPresent()) {
            faults.add("tiltmeter.judge.api-key holds something else than printable ASCII without spaces");
        }
        if (config.timeout().isNegative() || config.timeout().isZero()) {
            faults.add("tiltmeter.judge.timeout " + config.timeout() + " is not above 0");
        }
        if (config.retries() < 0) {
            faults.add("tiltmeter.judge.retries " + config.retries() + " is below 0");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return Optional.of(
                new JudgeAddress(completions.get(), model.get(), config.apiKey(), config.timeout(), config.retries()));
    }

    private static Optional<URI> completions(String url) {
        try {
            URI uri = new URI(url.endsWith("/") ? url + "chat/completions" : url + "/chat/completions");
            boolean fits = ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return fits ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Without the user in front of the host, which may hold a password. */
    private static String withoutUser(String url) {
        return url.replaceAll("//[^/]*@", "//***@");
    }

    /** The URL that the chat interface is below. */
    URI base() {
        return completions.resolve("..");
    }

    /** A text from outside without the key in it, and not too long for a message. */
    String shown(String text) {
        String safe = apiKey.map(key -> text.replace(key, "***")).orElse(text);
        return safe.length() > 200 ? safe.substring(0, 200) + "..." : safe;
    }

    @Override
    public String toString() {
        return "JudgeAddress[" + completions + ", model " + model + "]";
    }
}
