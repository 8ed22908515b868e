package io.tiltmeter.contracts.event;

/**
 * A type of event: its topic, its schema's version and the record that carries it.
 *
 * @param topic the Kafka topic, which is the type's name too
 * @param version the schema's version; an event only ever gains optional fields, a new meaning is a new type
 * @param payload the record
 * @param <T> the record
 */
public record EventType<T>(String topic, int version, Class<T> payload) {
    /** The CloudEvents type, such as {@code io.tiltmeter.checkpoint-ready.v1}. */
    public String cloudEventType() {
        return "io.tiltmeter." + topic + ".v" + version;
    }

    /** The class path resource of the JSON Schema. */
    public String schemaResource() {
        return "schemas/events/" + topic + ".v" + version + ".schema.json";
    }

    /** Where records of this topic go that cannot be read. */
    public String deadLetterTopic() {
        return deadLetterTopic(topic);
    }

    /** As {@link #deadLetterTopic()}, by a topic's name. */
    public static String deadLetterTopic(String topic) {
        return topic + "-dead-letters";
    }
}
