package io.tiltmeter.results.rest.comparison;

import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which runs are taken as replicates, as a {@code @BeanParam}. */
public class ReplicateParameters {
    private static final List<Double> DEFAULT_DROPS = List.of(0.05, 0.1);
    private static final int MAX_DROPS = 10;

    @QueryParam("runs")
    Optional<String> runs;

    @QueryParam("drop")
    Optional<String> drop;

    /**
     * The same, checked.
     *
     * @param runs ids, 2 to 12, each once
     * @param drops in (0, 1], 1 to 10
     */
    record Query(List<String> runs, List<Double> drops) {}

    Query query(QueryFaults faults) {
        List<String> ids = ComparisonParameters.runIds(runs, faults);
        if (ids.size() == 1) {
            faults.add("runs", ids.get(0), "is a single run", "name at least two that differ in their seeds");
        }
        return new Query(ids, drops(faults));
    }

    private List<Double> drops(QueryFaults faults) {
        if (drop.isEmpty()) {
            return DEFAULT_DROPS;
        }
        List<Double> drops = new ArrayList<>();
        String[] sent = drop.get().split(",", -1);
        for (String each : sent) {
            faults.share("drop", Optional.of(each.strip())).ifPresent(share -> {
                if (share == 0) {
                    faults.add(
                            "drop", each, "is 0, and no number of seeds shows that", "send a share such as drop=0.05");
                }
                drops.add(share);
            });
        }
        if (sent.length > MAX_DROPS) {
            faults.add("drop", drop.get(), "names " + sent.length + " drops, more than " + MAX_DROPS, "send fewer");
        }
        return drops;
    }
}
