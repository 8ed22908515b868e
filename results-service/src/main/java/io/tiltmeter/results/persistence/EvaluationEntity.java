package io.tiltmeter.results.persistence;

import io.tiltmeter.contracts.event.SuiteEvaluated.HarnessFiles;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.results.curve.Bounded;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import io.tiltmeter.servicekit.persistence.JsonConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.annotations.Immutable;

/**
 * One suite scored at one checkpoint, by one version of a scorer in one arm: at most one for each such identity. The values
 * and bounds of imported scores may be unknown.
 */
@Entity(name = "Evaluation")
@Table(name = "evaluation")
public class EvaluationEntity {
    /** By the column's default, a sequence that never counts back: what is cached by evaluations is cached by this. */
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String runId;
    int step;
    String suiteId;
    String arm;
    String scorer;
    int scorerVersion;
    String task;

    @Convert(converter = KindConverter.class)
    SuiteKind kind;

    int itemCount;
    double epochs;
    double contextValue;
    Double contextLow;
    Double contextHigh;
    Double memoryValue;
    Double memoryLow;
    Double memoryHigh;
    Double correctValue;
    Double correctLow;
    Double correctHigh;

    /** Bounds of what is derived from the accuracies; null for rows from before they were stored. */
    Double memorizationLow;

    Double memorizationHigh;
    Double bothLow;
    Double bothHigh;
    Double marginValue;
    Double marginLow;
    Double marginHigh;
    String itemsSha256;
    String outcomesSha256;
    String weightsSha256;
    String engine;
    String replica;
    Instant finishedAt;

    /** JSON, as it is compared and shown. */
    String armSettings;

    String batching;

    @Convert(converter = NumbersConverter.class)
    Numbers metrics;

    @Convert(converter = HarnessConverter.class)
    HarnessFiles harness;

    /** Whether the numbers came from a file. */
    boolean imported;

    /** Whether it is a point of a chart: no subject of a benchmark, and nothing without an accuracy. */
    boolean charted = true;

    /** Whether an import says that every checkpoint of this suite answered the same items. */
    boolean sameItems;

    String importPart;
    Instant importedAt;

    StoredEvaluation toRecord() {
        return new StoredEvaluation(
                new StoredEvaluation.Subject(step, suiteId, task, kind, arm, scorer, scorerVersion, itemCount),
                bounded(contextValue, contextLow, contextHigh).orElseThrow(),
                bounded(memoryValue, memoryLow, memoryHigh),
                bounded(correctValue, correctLow, correctHigh),
                metrics,
                new StoredEvaluation.Provenance(
                        engine, Optional.ofNullable(batching), replica, itemsSha256, outcomesSha256, weightsSha256),
                imported,
                finishedAt);
    }

    private static Optional<Bounded> bounded(Double value, Double low, Double high) {
        return Optional.ofNullable(value)
                .map(known -> new Bounded(known, Optional.ofNullable(low), Optional.ofNullable(high)));
    }

    /** Numbers by name, in the order of names. */
    static final class Numbers extends TreeMap<String, Double> {
        private static final long serialVersionUID = 1L;

        Numbers() {}

        static Numbers of(Map<String, Double> numbers) {
            Numbers copy = new Numbers();
            copy.putAll(numbers);
            return copy;
        }
    }

    @Converter
    static class KindConverter extends EnumConverter<SuiteKind> {
        KindConverter() {
            super(SuiteKind.class);
        }
    }

    @Converter
    @Immutable
    static class NumbersConverter extends JsonConverter<Numbers> {
        NumbersConverter() {
            super(Numbers.class);
        }
    }

    @Converter
    @Immutable
    static class HarnessConverter extends JsonConverter<HarnessFiles> {
        HarnessConverter() {
            super(HarnessFiles.class);
        }
    }
}
