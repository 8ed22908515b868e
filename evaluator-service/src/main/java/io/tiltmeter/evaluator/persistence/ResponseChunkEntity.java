package io.tiltmeter.evaluator.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Responses that an attempt has saved before all of them were computed. */
@Entity(name = "ResponseChunk")
@Table(name = "response_chunk")
public class ResponseChunkEntity {
    /** Counts up in the order of saving. */
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String identity;

    /** Its {@link io.tiltmeter.evaluator.evaluation.ResponseKind#id}. */
    String kind;

    /** Engine and batches that computed them. */
    String policy;

    int items;
    double seconds;

    /** An array of {@link io.tiltmeter.evaluator.evaluation.ModelResponse} as JSON. */
    String responses;
}
