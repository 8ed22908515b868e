package io.tiltmeter.results.rest.comparison;

import io.tiltmeter.results.application.comparison.ReplicateQueries;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/replicates")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class ReplicateResource {
    private final ReplicateQueries replicates;

    public ReplicateResource(ReplicateQueries replicates) {
        this.replicates = replicates;
    }

    @GET
    @Operation(
            summary =
                    "Runs of one condition with several seeds: the mean drop over seeds and questions, and seeds needed")
    @Transactional
    public ReplicatesResponse replicates(
            @BeanParam ReplicateParameters parameters, @BeanParam SeriesParameters seriesParameters) {
        QueryFaults faults = new QueryFaults();
        ReplicateParameters.Query query = parameters.query(faults);
        SeriesQuery series = seriesParameters.query(faults);
        faults.check();
        return ReplicatesResponse.of(replicates.read(query.runs(), series), query.drops(), series);
    }
}
