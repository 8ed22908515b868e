package io.tiltmeter.results.rest;

import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.SeriesQuery.Items;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** Which series of a run a request selects, as a {@code @BeanParam}. */
public class SeriesParameters {
    @QueryParam("suite")
    Optional<String> suite;

    @QueryParam("scorer")
    Optional<String> scorer;

    @QueryParam("arm")
    Optional<String> arm;

    @QueryParam("items")
    Optional<String> items;

    @QueryParam("slice")
    Optional<String> slice;

    public SeriesQuery query(QueryFaults faults) {
        return new SeriesQuery(suite, scorer, arm, faults.choice("items", items, Items.ALL), slice);
    }
}
