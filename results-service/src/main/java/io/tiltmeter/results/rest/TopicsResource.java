package io.tiltmeter.results.rest;

import io.tiltmeter.results.application.TopicService;
import io.tiltmeter.results.persistence.TopicReadRepository.TopicRead;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which topics were read from their beginning, and a request to read all again. */
@Path("/api/v1/topics")
@Tag(name = "Topics", description = "The events that fill the database, and how to read them again")
@Produces(MediaType.APPLICATION_JSON)
public class TopicsResource {
    private final TopicService topics;

    public TopicsResource(TopicService topics) {
        this.topics = topics;
    }

    /** The partitions that this database has read from their beginning. */
    public record TopicsResponse(List<TopicRead> topics) {}

    @GET
    @Operation(summary = "Partitions that were read into this database from their first record")
    public TopicsResponse list() {
        return new TopicsResponse(topics.list());
    }

    @POST
    @Path("read-again")
    @Operation(summary = "Read every topic from its beginning once more")
    public Response readAgain() {
        topics.readAgain();
        return Response.accepted().location(URI.create("/api/v1/topics")).build();
    }
}
