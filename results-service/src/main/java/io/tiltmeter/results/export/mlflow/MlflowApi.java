package io.tiltmeter.results.export.mlflow;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.results.export.mlflow.MlflowRun.LogBatch;
import io.tiltmeter.results.export.mlflow.MlflowRun.Named;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of MLflow's REST API that exports use. Responses are streams, which are read up to a limit. */
@Path(MlflowApi.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public interface MlflowApi extends AutoCloseable {
    String ROOT = "/api/2.0/mlflow/";

    record RunSearch(
            List<String> experimentIds, String filter, String runViewType, List<String> orderBy, int maxResults) {}

    record NewRun(String experimentId, String runName, long startTime, List<Named> tags) {}

    record RunUpdate(String runId, String runName, String status, Optional<Long> endTime) {}

    @GET
    @Path("experiments/get-by-name")
    InputStream experimentByName(@QueryParam("experiment_name") String name);

    @POST
    @Path("experiments/create")
    InputStream createExperiment(Map<String, String> experiment);

    @POST
    @Path("runs/search")
    InputStream searchRuns(RunSearch search);

    @POST
    @Path("runs/create")
    InputStream createRun(NewRun run);

    @POST
    @Path("runs/log-batch")
    InputStream logBatch(LogBatch batch);

    @POST
    @Path("runs/update")
    InputStream updateRun(RunUpdate update);

    @POST
    @Path("runs/delete")
    InputStream deleteRun(Map<String, String> run);

    @GET
    @Path("metrics/get-history")
    InputStream metricHistory(
            @QueryParam("run_id") String runId,
            @QueryParam("metric_key") String key,
            @QueryParam("max_results") int maxResults,
            @QueryParam("page_token") String pageToken);

    @ClientExceptionMapper
    @Blocking
    static RuntimeException refused(Response response, Method method, URI uri) {
        return MlflowException.refused(response, method.isAnnotationPresent(GET.class) ? "GET" : "POST", uri);
    }

    @Override
    void close();
}
