package io.tiltmeter.results.export.mlflow;

import io.tiltmeter.servicekit.json.Json;
import jakarta.ws.rs.ServerErrorException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A failed call of MLflow: its status and the remedy. What the server wrote goes to the log only: it may be a server that
 * clients of this service do not reach themselves.
 */
final class MlflowException extends ServerErrorException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(MlflowException.class);
    private static final int MAX_LINE_LENGTH = 200;
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final long MAX_PAUSE_MILLIS = 5_000;
    private static final Set<Integer> TEMPORARY = Set.of(408, 429, 500, 502, 503, 504);

    /** Of mlflow.exceptions; INVALID_STATE comes with status 500. A call that ended in one of them ends so again. */
    private static final Set<String> FINAL = Set.of(
            "BAD_REQUEST",
            "CUSTOMER_UNAUTHORIZED",
            "ENDPOINT_NOT_FOUND",
            "FEATURE_DISABLED",
            "INVALID_PARAMETER_VALUE",
            "INVALID_STATE",
            "NOT_IMPLEMENTED",
            "PERMISSION_DENIED",
            "RESOURCE_ALREADY_EXISTS",
            "RESOURCE_CONFLICT",
            "RESOURCE_DOES_NOT_EXIST",
            "RESOURCE_LIMIT_EXCEEDED",
            "UNAUTHENTICATED");

    private final int status;
    private final String code;
    private final Long retryAfterMillis;

    MlflowException(URI server, String what, Throwable cause) {
        super(
                "MLflow at " + server + " " + what + ". Is an MLflow tracking server running there?",
                Response.Status.BAD_GATEWAY,
                cause);
        this.status = 0;
        this.code = "";
        this.retryAfterMillis = null;
    }

    private MlflowException(String message, int status, String code, Long retryAfterMillis, Throwable cause) {
        super(message, Response.Status.BAD_GATEWAY, cause);
        this.status = status;
        this.code = code;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** The same failure, with what became of the run in MLflow. */
    MlflowException withOutcome(String outcome) {
        String end = getMessage().endsWith("?") || getMessage().endsWith(".") ? " " : ". ";
        return new MlflowException(getMessage() + end + outcome, status, code, retryAfterMillis, this);
    }

    static MlflowException refused(Response response, String method, URI uri) {
        int status = response.getStatus();
        String body = text(response);
        int path = uri.toString().indexOf(MlflowApi.ROOT);
        String called = method + " " + uri.getPath().replaceAll("^.*" + MlflowApi.ROOT, "");
        LOG.warnf("mlflow refused a call status=%d call=%s answer=%s", status, called, firstLine(body));
        String code = code(body);
        String retryAfter = String.valueOf(response.getHeaderString("Retry-After"));
        return new MlflowException(
                "MLflow at " + uri.toString().substring(0, path) + " answered " + status
                        + (code.isEmpty() ? "" : " (" + code + ")") + " to " + called + ". " + remedy(status, code),
                status,
                code,
                retryAfter.matches("\\d{1,4}")
                        ? Long.valueOf(Math.min(MAX_PAUSE_MILLIS, 1_000 * Long.parseLong(retryAfter)))
                        : null,
                null);
    }

    /** A status that is no error to the client library, such as a redirect. */
    static MlflowException answered(URI server, WebApplicationException response) {
        int status = response.getResponse().getStatus();
        return new MlflowException(
                "MLflow at " + server + " answered " + status + ". " + remedy(status, ""), status, "", null, null);
    }

    boolean isTemporary() {
        return isTemporary(status, code);
    }

    private static boolean isTemporary(int status, String code) {
        return TEMPORARY.contains(status) && !FINAL.contains(code);
    }

    /** The server refused the call and would do so again. */
    boolean isFinal() {
        return status >= 400 && !isTemporary();
    }

    /** A value is not one that the server takes: it is too long, or there are too many of them. */
    boolean isInvalidValue() {
        return code.equals("INVALID_PARAMETER_VALUE");
    }

    /** The body is longer than the server, or a proxy before it, reads. */
    boolean isTooLarge() {
        return status == 413;
    }

    /** What the server asks for, within limits. */
    Optional<Long> retryAfterMillis() {
        return Optional.ofNullable(retryAfterMillis);
    }

    boolean isMissing() {
        return status == 404 && code.equals("RESOURCE_DOES_NOT_EXIST");
    }

    boolean isExisting() {
        return code.equals("RESOURCE_ALREADY_EXISTS");
    }

    private static String remedy(int status, String code) {
        if (status == 401 || status == 403) {
            return "Set tiltmeter.results.mlflow.token, or grant this service access";
        }
        if (status >= 300 && status < 400) {
            return "Redirects are not followed: send the address that it leads to as tracking_uri";
        }
        if (code.equals("RESOURCE_DOES_NOT_EXIST")) {
            return "The experiment or the run was removed there meanwhile: send the run again";
        }
        if (status == 404) {
            return "Is tracking_uri the whole address before /api/2.0/mlflow?";
        }
        return isTemporary(status, code)
                ? "It was called several times; try again later, what was sent twice counts once"
                : "Nothing further was sent; its answer is in the log of this service";
    }

    private static String text(Response response) {
        try (InputStream body = response.readEntity(InputStream.class)) {
            return body == null ? "" : new String(body.readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static String firstLine(String body) {
        String line = body.strip().lines().findFirst().orElse("nothing").replaceAll("\\p{Cntrl}", " ");
        return line.substring(0, Math.min(line.length(), MAX_LINE_LENGTH));
    }

    /** The code, if it is one of MLflow's: other texts may be of another server, and are not shown. */
    private static String code(String body) {
        try {
            String code = Json.mapper().readTree(body).path("error_code").asText("");
            return FINAL.contains(code) ? code : "";
        } catch (IOException notJson) {
            return "";
        }
    }
}
