package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.servicekit.json.Json;
import jakarta.ws.rs.ServerErrorException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;

/** The far side did not do what it was asked: told with its status, the first line that it said, and what to do. */
final class MlflowFailed extends ServerErrorException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_LINE_LENGTH = 200;

    private final int status;
    private final String code;

    MlflowFailed(URI server, String method, String path, int status, String body) {
        super(
                "MLflow at " + server + " answered " + status + " to " + method + " " + path + ": " + firstLine(body)
                        + ". " + remedy(status),
                Response.Status.BAD_GATEWAY);
        this.status = status;
        this.code = code(body);
    }

    MlflowFailed(URI server, String method, String path, String what, Throwable cause) {
        super(
                "MLflow at " + server + " " + what + ", asked for " + method + " " + path
                        + ". Is an MLflow tracking server running there? What was sent before is kept there, and"
                        + " sending it again changes nothing",
                Response.Status.BAD_GATEWAY,
                cause);
        this.status = 0;
        this.code = "";
    }

    /** Whether what was asked for is not there. */
    boolean isMissing() {
        return status == 404 && code.equals("RESOURCE_DOES_NOT_EXIST");
    }

    /** Whether what was to be made is there already. */
    boolean isThere() {
        return code.equals("RESOURCE_ALREADY_EXISTS");
    }

    private static String remedy(int status) {
        if (status == 401 || status == 403) {
            return "Set tiltmeter.results.mlflow.token, or have this service let in";
        }
        if (status >= 300 && status < 400) {
            return "Redirects are not followed: send the address that it leads to as tracking_uri";
        }
        if (status == 404) {
            return "Is tracking_uri the whole address before /api/2.0/mlflow?";
        }
        return status == 429 || status >= 500
                ? "It was asked several times; try again later, what was sent twice counts once"
                : "Nothing further was sent";
    }

    private static String firstLine(String body) {
        String line = body.strip().lines().findFirst().orElse("nothing").replaceAll("\\p{Cntrl}", " ");
        return line.substring(0, Math.min(line.length(), MAX_LINE_LENGTH));
    }

    private static String code(String body) {
        try {
            JsonNode said = Json.mapper().readTree(body);
            return said == null ? "" : said.path("error_code").asText("");
        } catch (IOException noJson) {
            return "";
        }
    }
}
