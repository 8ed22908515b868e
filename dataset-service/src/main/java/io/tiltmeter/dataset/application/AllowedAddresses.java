package io.tiltmeter.dataset.application;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides from where this service fetches files: by the parts of an address, since {@code http://allowed@other/} begins like an allowed one. */
final class AllowedAddresses {
    private final List<URI> beginnings;

    /**
     * @param beginnings of addresses, such as {@code https://data.example.org/sets/}; {@code http://127.0.0.1:} is any port
     * @throws IllegalArgumentException if one is no absolute address
     */
    AllowedAddresses(List<String> beginnings) {
        this.beginnings = beginnings.stream().map(URI::create).toList();
        this.beginnings.stream()
                .filter(uri -> uri.getHost() == null)
                .findFirst()
                .ifPresent(uri -> {
                    throw new IllegalArgumentException("tiltmeter.datasets.allowed-urls " + uri
                            + " is no address: set http:// or https://, host and path");
                });
    }

    /**
     * Why an address is not allowed.
     *
     * @return empty if it is
     * @throws IllegalArgumentException if it is no address
     */
    Optional<String> fault(String address) {
        URI uri = URI.create(address);
        if (beginnings.isEmpty()) {
            return Optional.of("this service fetches from nowhere");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("names a user");
        }
        if (!uri.normalize().equals(uri)
                || uri.getRawSchemeSpecificPart().toLowerCase(Locale.ROOT).contains("%2e")) {
            return Optional.of("has . or .. in its path");
        }
        return beginnings.stream().anyMatch(beginning -> covers(beginning, uri))
                ? Optional.empty()
                : Optional.of("does not begin with one of " + beginnings);
    }

    private static boolean covers(URI beginning, URI uri) {
        String folder = beginning.getRawPath().endsWith("/") ? beginning.getRawPath() : beginning.getRawPath() + "/";
        return beginning.getScheme().equalsIgnoreCase(uri.getScheme())
                && beginning.getHost().equalsIgnoreCase(uri.getHost())
                && (beginning.getPort() == uri.getPort()
                        || beginning.getRawAuthority().endsWith(":"))
                && uri.getRawPath() != null
                && (uri.getRawPath().startsWith(folder) || uri.getRawPath().equals(beginning.getRawPath()));
    }
}
