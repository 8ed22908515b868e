package io.tiltmeter.evaluator.application.judge;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The chat interface of OpenAI, as far as a judge needs it. */
@Path("/chat/completions")
interface ChatApi extends AutoCloseable {

    /** Any response, its body not read yet. @param authorization null for none */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Response complete(@HeaderParam("Authorization") String authorization, Request request);

    record Request(String model, int temperature, int maxTokens, List<Message> messages) {}

    record Message(String role, String content) {}
}
