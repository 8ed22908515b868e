package io.tiltmeter.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@link EmbeddedKafka} as a process of its own, so that it can be restarted alone. */
public final class KafkaBroker {
    private KafkaBroker() {}

    /**
     * Runs until the process receives a signal.
     *
     * @param arguments directory, port, controller port, then the topics to create
     */
    public static void main(String[] arguments) {
        if (arguments.length < 3) {
            System.err.println("usage: KafkaBroker DIRECTORY PORT CONTROLLER_PORT [TOPIC...]");
            System.exit(2);
        }
        Path directory = Path.of(arguments[0]);
        List<String> topics = Arrays.asList(arguments).subList(3, arguments.length);
        EmbeddedKafka kafka =
                EmbeddedKafka.start(directory, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "kafka-close"));
        EmbeddedKafka.createTopics(kafka.bootstrapServers(), topics, EmbeddedStack.PARTITIONS);
        System.out.println("ready " + kafka.bootstrapServers());
        kafka.awaitShutdown();
    }
}
