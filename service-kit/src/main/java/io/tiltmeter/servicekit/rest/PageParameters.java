package io.tiltmeter.servicekit.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters of a list, as a {@code @BeanParam}. */
public class PageParameters {
    @Parameter(
            description =
                    "Rows at most, 1 to 1000; a page of files ends earlier where its rows have over 4 Mi characters, so go on"
                            + " behind the rows that came",
            example = "50")
    @QueryParam("limit")
    String limit;

    @Parameter(description = "Rows to skip", example = "0")
    @QueryParam("offset")
    String offset;

    /**
     * The page that they name.
     *
     * @param limitByDefault where no limit is sent
     * @throws InvalidRequest with the faults of both
     */
    public Page page(int limitByDefault) {
        List<Fault> faults = new ArrayList<>();
        Page page = page(limitByDefault, Page.MAX_LIMIT, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return page;
    }

    /** As {@link #page(int)}, for a query whose other parameters' faults are answered together with these. */
    public Page page(int limitByDefault, int maxLimit, List<Fault> faults) {
        return new Page(
                QueryNumber.of("limit", limit, limitByDefault, 1, maxLimit, faults),
                QueryNumber.of("offset", offset, 0, 0, Integer.MAX_VALUE, faults));
    }
}
