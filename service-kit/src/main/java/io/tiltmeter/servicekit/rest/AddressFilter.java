package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.UnstorableText;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses addresses with characters that no id or parameter has, before they reach a query. */
public class AddressFilter {
    @ServerRequestFilter(preMatching = true)
    public void refuse(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        List<Fault> faults = new ArrayList<>();
        check("path", uri.getRequestUri().getRawPath(), Character::isISOControl, faults);
        String query = uri.getRequestUri().getRawQuery();
        if (query != null) {
            check("query", query, character -> character == 0, faults);
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }

    private static void check(String part, String raw, IntPredicate forbidden, List<Fault> faults) {
        String text = decoded(raw);
        UnstorableText.in(text)
                .or(() -> text.chars()
                        .filter(forbidden)
                        .mapToObj(character -> String.format("U+%04X", character))
                        .findFirst())
                .ifPresent(character -> faults.add(
                        new Fault(part, character, "text without control characters", "leave the character out")));
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequest(
                    List.of(new Fault("path", raw, "percent signs with two hexadecimal digits", "encode % as %25")));
        }
    }
}
