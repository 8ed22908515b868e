package io.tiltmeter.dataset.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.StudyDatasetRefused;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SeedTexts;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Accepts the mixtures and suites that a study requests, as if each had been sent by itself: those that are there stay, one that
 * failed is built again. What cannot be accepted is published.
 */
@Singleton
public class StudyDatasets {
    private static final Logger LOG = Logger.getLogger(StudyDatasets.class);

    private final RequestReader requests;
    private final MixtureService mixtures;
    private final SuiteService suites;
    private final Outbox outbox;

    public StudyDatasets(RequestReader requests, MixtureService mixtures, SuiteService suites, Outbox outbox) {
        this.requests = requests;
        this.mixtures = mixtures;
        this.suites = suites;
        this.outbox = outbox;
    }

    /** Does so for every seed of a study. Each is accepted, or refused, in a transaction of its own. */
    public void accept(StudyUpdated study) {
        each(study, study.mixtures(), request -> accept(study, Kind.MIXTURE, "mixture_id", request, this::mixture));
        each(study, study.suites(), request -> accept(study, Kind.SUITE, "suite_id", request, this::suite));
    }

    private static void each(
            StudyUpdated study, List<Map<String, Object>> templates, Consumer<Map<String, Object>> taken) {
        templates.forEach(template -> study.seeds().stream()
                .map(seed -> SeedTexts.request(template, seed))
                .distinct()
                .forEach(taken));
    }

    private void accept(
            StudyUpdated study,
            Kind kind,
            String idField,
            Map<String, Object> request,
            Consumer<Map<String, Object>> accepted) {
        try {
            QuarkusTransaction.requiringNew().run(() -> accepted.accept(request));
        } catch (InvalidRequest | Conflict refused) {
            String id = String.valueOf(request.get(idField));
            String reason = refused instanceof InvalidRequest invalid
                    ? invalid.faults().stream().map(Object::toString).collect(Collectors.joining(". "))
                    : refused.getMessage();
            LOG.warnf(
                    "dataset of a study refused study=%s %s=%s reason=%s",
                    study.studyId(), Json.name(kind), id, reason);
            QuarkusTransaction.requiringNew()
                    .run(() -> outbox.append(
                            EventTypes.STUDY_DATASET_REFUSED,
                            study.studyId(),
                            new StudyDatasetRefused(
                                    study.studyId(), study.revision(), kind, id, reason, Instant.now())));
        }
    }

    private void mixture(Map<String, Object> request) {
        mixtures.accept(List.of(requests.checkWithDefaults(
                "mixture-request",
                MixtureRequest.class,
                Json.mapper().valueToTree(request),
                DatasetRequestCheck::check)));
    }

    private void suite(Map<String, Object> request) {
        suites.accept(requests.checkWithDefaults(
                "suite-request",
                SuiteRequest.Made.class,
                Json.mapper().valueToTree(request),
                SuiteRequestCheck::check));
    }
}
