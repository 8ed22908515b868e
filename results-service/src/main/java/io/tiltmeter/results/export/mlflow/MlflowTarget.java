package io.tiltmeter.results.export.mlflow;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a run is sent. It is checked first, since clients of this service could otherwise reach every host that it reaches.
 *
 * @param trackingUri without a slash at the end
 */
public record MlflowTarget(URI trackingUri, String experimentName) {
    private static final int MAX_NAME_LENGTH = 250;

    /**
     * Checks a request.
     *
     * @param allowed hosts, each alone or with a port
     * @throws InvalidRequest with every fault
     */
    public static MlflowTarget of(Optional<String> trackingUri, Optional<String> experimentName, List<String> allowed) {
        List<Fault> faults = new ArrayList<>();
        String uri = trackingUri.orElse("").strip();
        String experiment = experimentName.orElse("").strip();
        if (experiment.isEmpty()
                || experiment.length() > MAX_NAME_LENGTH
                || experiment.chars().anyMatch(Character::isISOControl)) {
            faults.add(new Fault(
                    "experiment_name",
                    experiment,
                    "is not 1 to " + MAX_NAME_LENGTH + " printable characters",
                    "name the experiment of the run; it is created if it does not exist"));
        }
        URI address = address(uri, allowed, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new MlflowTarget(address, experiment);
    }

    private static URI address(String uri, List<String> allowed, List<Fault> faults) {
        try {
            URI address = new URI(uri.replaceAll("/+$", ""));
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || address.getHost() == null) {
                faults.add(fault(uri, "is not an http or https address", "send one such as http://127.0.0.1:5000"));
            } else if (address.getRawUserInfo() != null
                    || address.getRawQuery() != null
                    || address.getRawFragment() != null) {
                faults.add(fault(
                        uri.replaceAll("//[^/@]*@", "//...@"),
                        "holds credentials, a query or a fragment",
                        "send the address alone; a token is set by tiltmeter.results.mlflow.token"));
            } else if (!isAllowed(address, allowed)) {
                faults.add(fault(
                        uri,
                        "is on host " + address.getHost() + ", and runs are sent to "
                                + String.join(", ", new TreeSet<>(allowed)) + " only",
                        "have the host added to tiltmeter.results.mlflow.allowed-hosts"
                                + " (TILTMETER_RESULTS_MLFLOW_ALLOWED_HOSTS)"));
            }
            return address;
        } catch (URISyntaxException e) {
            faults.add(fault(uri, "is not an address: " + e.getReason(), "send one such as http://127.0.0.1:5000"));
            return null;
        }
    }

    private static boolean isAllowed(URI address, List<String> allowed) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return allowed.stream()
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .anyMatch(each -> each.equals(host) || each.equals(host + ":" + address.getPort()));
    }

    private static Fault fault(String uri, String limit, String remedy) {
        return new Fault("tracking_uri", uri, limit, remedy);
    }
}
