package io.tiltmeter.servicekit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.artifact.DiskFull;
import io.tiltmeter.servicekit.json.JsonReason;
import io.tiltmeter.servicekit.persistence.DatabaseUnavailable;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Responds to exceptions with a {@link Problem}. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response invalid(InvalidRequest e, UriInfo uri, Request request) {
        String count = e.faults().size() == 1 ? "1 fault" : e.faults().size() + " faults";
        String detail = request.getMethod().equals(HttpMethod.GET) ? count : count + "; nothing was started";
        return problem(400, "invalid-request", "The request is not valid", detail, uri, e.faults());
    }

    @ServerExceptionMapper
    public Response notFound(NotFound e, UriInfo uri) {
        return problem(404, "not-found", "Not found", e.getMessage(), uri, List.of());
    }

    @ServerExceptionMapper
    public Response conflict(Conflict e, UriInfo uri) {
        return problem(409, "conflict", "Contradicts what is there", e.getMessage(), uri, List.of());
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException e, UriInfo uri) {
        return problem(
                400, "invalid-json", "The body is not valid JSON", "the body " + JsonReason.of(e), uri, List.of());
    }

    @ServerExceptionMapper
    public Response mediaType(NotSupportedException e, UriInfo uri, HttpHeaders headers) {
        Problem problem = RequestRules.unsupportedMediaType(
                Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)), uri.getPath());
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    @ServerExceptionMapper
    public Response body(BodyRefused e, UriInfo uri) {
        LOG.infof("request refused, its body does not fit into memory path=%s %s", uri.getPath(), e.getMessage());
        Problem problem = e.problem(uri.getPath());
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        return problem.status() == 503
                ? response.header(HttpHeaders.RETRY_AFTER, BodyRefused.RETRY_AFTER_SECONDS)
                        .build()
                : response.build();
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException e, UriInfo uri) {
        int status = e.getResponse().getStatus();
        String title = Response.Status.fromStatusCode(status) == null
                ? "HTTP " + status
                : Response.Status.fromStatusCode(status).getReasonPhrase();
        return problem(status, "http-" + status, title, String.valueOf(e.getMessage()), uri, List.of());
    }

    @ServerExceptionMapper
    public Response anythingElse(Exception e, UriInfo uri) {
        Optional<String> fullDisk = DiskFull.where(e);
        if (fullDisk.isPresent()) {
            LOG.warnf("request refused, %s path=%s", fullDisk.get(), uri.getPath());
            return diskFull(fullDisk.get() + ": make room", uri.getPath());
        }
        if (DatabaseUnavailable.is(e)) {
            LOG.warnf("request refused, the database is unavailable path=%s", uri.getPath());
            return problem(
                    503, "database-away", "The database is unavailable", "try again in a few seconds", uri, List.of());
        }
        if (isClientGone(e)) {
            LOG.infof("request ended by its sender path=%s", uri.getPath());
            return problem(400, "incomplete-body", "The body is not complete", "send all of it", uri, List.of());
        }
        String reference = UUID.randomUUID().toString();
        LOG.errorf(e, "request failed path=%s reference=%s", uri.getPath(), reference);
        return problem(
                500,
                "internal-error",
                "Internal error",
                "the log of the service says more about reference=" + reference,
                uri,
                List.of());
    }

    private static boolean isClientGone(Throwable failure) {
        return failure != null && (failure instanceof HttpClosedException || isClientGone(failure.getCause()));
    }

    static Response diskFull(String detail, String path) {
        return problem(507, "disk-full", "Insufficient storage", detail, path, List.of());
    }

    static Response readOnly(String path) {
        String detail =
                "this service only shows what is there (tiltmeter.http.read-only): nothing was changed or started";
        return problem(403, "read-only", "Read-only", detail, path, List.of());
    }

    private static Response problem(
            int status, String kind, String title, String detail, UriInfo uri, List<Fault> faults) {
        return problem(status, kind, title, detail, uri.getPath(), faults);
    }

    private static Response problem(
            int status, String kind, String title, String detail, String path, List<Fault> faults) {
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(status, kind, title, detail, path, faults))
                .build();
    }
}
