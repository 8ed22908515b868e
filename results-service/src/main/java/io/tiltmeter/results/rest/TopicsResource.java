package io.tiltmeter.results.rest;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tiltmeter.results.persistence.TopicReadStore;
import io.tiltmeter.results.persistence.TopicReadStore.TopicRead;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** From where the topics are read, and a way to have them read again. */
@Path("/api/v1/topics")
@Tag(name = "Topics", description = "The news that the database is made of, and how to read it again")
@Produces(MediaType.APPLICATION_JSON)
public class TopicsResource {
    /** The worked example of the OpenAPI page. */
    public static final String READ = """
            {"topics": [{"topic": "run-updated", "partition": 0, "first_read": 0, "begun_at": "2026-03-02T09:14:05Z"}]}""";

    private final Transactions transactions;
    private final TopicReadStore topics;
    private final KafkaClientService clients;

    public TopicsResource(Transactions transactions, TopicReadStore topics, KafkaClientService clients) {
        this.transactions = transactions;
        this.topics = topics;
        this.clients = clients;
    }

    /** The partitions that this database has read from their beginning. */
    public record TopicsRead(List<TopicRead> topics) {}

    @GET
    @Operation(summary = "Which partitions this database has read from their first record on")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = TopicsRead.class),
                            examples = @ExampleObject(name = "one partition", value = READ)))
    public TopicsRead list() {
        return transactions.run(handle -> new TopicsRead(topics.all(handle)));
    }

    @POST
    @Path("read-again")
    @Operation(
            summary = "Read every topic from its beginning once more",
            description = "For a database that was brought back from an older backup, or lost. What is there already"
                    + " does not change: news that comes twice counts once. Replicas that hold partitions of the"
                    + " topics take part.")
    @APIResponse(responseCode = "202", description = "reading begins; Location lists what is being read")
    public Response readAgain() {
        transactions.run(topics::forget);
        for (String channel : clients.getConsumerChannels()) {
            clients.getConsumers(channel)
                    .forEach(consumer -> consumer.runOnPollingThread(
                                    (java.util.function.Consumer<Consumer<Object, Object>>)
                                            polled -> polled.enforceRebalance("the topics are to be read again"))
                            .await()
                            .indefinitely());
        }
        return Response.accepted().location(URI.create("/api/v1/topics")).build();
    }
}
