package io.tiltmeter.dataset.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.facts.FactSuites;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Accepts datasets: the row, the work and the event in one transaction. The same request twice is one dataset. */
@Singleton
public class DatasetService {
    private static final Logger LOG = Logger.getLogger(DatasetService.class);
    private static final String CANCELLED = "cancelled; send the request again to have it built";
    private static final int NAMES_TO_SUGGEST = 21;

    /**
     * A dataset that a valid request describes.
     *
     * @param id the name that was requested, or one made from the recipe: the same recipe has the same one
     * @param kind of the dataset
     * @param recipe as JSON, with every default filled in
     * @param recipeSha256 over the recipe and the version of what makes it
     */
    public record Requested(String id, Kind kind, String recipe, String recipeSha256) {
        private static final int HASH_DIGITS_IN_ID = 8;

        /**
         * A dataset of the lab world, named by its recipe's name and seed; by its hash too, unless only the seed was chosen.
         *
         * @param recipe with every default filled in
         */
        static Requested ofLab(
                Kind kind, Optional<String> id, String recipeName, long seed, boolean isStandard, Object recipe) {
            String json = Json.write(recipe);
            String sha256 = Sha256.of("lab world " + LabWorld.VERSION + "\n" + json);
            String name = recipeName.replace('_', '-') + "-" + seed;
            String byDefault = isStandard ? name : name + "-" + hashInId(sha256);
            return new Requested(id.orElse(byDefault), kind, json, sha256);
        }

        /**
         * A suite of public facts, named by what it is and its seed.
         *
         * @param recipe with every default filled in
         */
        static Requested ofFacts(Optional<String> id, String name, long seed, Object recipe) {
            String json = Json.write(recipe);
            String byDefault = name.replace('_', '-') + "-" + seed;
            return new Requested(
                    id.orElse(byDefault),
                    Kind.SUITE,
                    json,
                    Sha256.of("public facts " + FactSuites.VERSION + "\n" + json));
        }

        static String hashInId(String sha256) {
            return sha256.substring(0, HASH_DIGITS_IN_ID);
        }
    }

    private final DatasetRepository datasets;
    private final WorkRepository work;
    private final Outbox outbox;
    private final MeterRegistry meters;

    public DatasetService(DatasetRepository datasets, WorkRepository work, Outbox outbox, MeterRegistry meters) {
        this.datasets = datasets;
        this.work = work;
        this.outbox = outbox;
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            builds(kind, "ready");
            builds(kind, "failed");
        }
    }

    /**
     * The dataset, new or existing. One that failed is built again.
     *
     * @throws Conflict if the id belongs to a dataset of another recipe
     */
    @Transactional
    public StoredDataset accept(Requested requested) {
        StoredDataset accepted = acceptWithoutWork(requested);
        startIfBuilding(accepted);
        return accepted;
    }

    /** As {@link #accept}, within the caller's transaction; it is not built before {@link #startBuild}. */
    StoredDataset acceptWithoutWork(Requested requested) {
        boolean isNew = datasets.add(requested.id(), requested.kind(), requested.recipe(), requested.recipeSha256());
        return added(requested, isNew);
    }

    /**
     * As {@link #accept}; its id is that of the version of this name that has the recipe. One that is ready
     * is found without the lock of the name.
     */
    @Transactional
    public StoredDataset acceptVersion(String name, Kind kind, String recipe, String recipeSha256) {
        Optional<StoredDataset> ready = datasets.readyVersion(name, kind, recipeSha256);
        if (ready.isPresent()) {
            return ready.get();
        }
        DatasetRepository.Added added = datasets.addVersion(name, kind, recipe, recipeSha256);
        StoredDataset accepted = added(new Requested(added.id(), kind, recipe, recipeSha256), added.isNew());
        startIfBuilding(accepted);
        return accepted;
    }

    /**
     * Adds the work that builds a dataset, or opens it again if it failed or was withdrawn; work that waits or is being done
     * continues.
     */
    void startBuild(String id) {
        work.reopen(workId(id), DatasetBuilder.KIND, "", id, 0);
    }

    /**
     * Stops building a dataset: it has failed, with that reason; a worker that holds it finds its lease lost. Accepted again,
     * it is built.
     *
     * @throws NotFound if there is none of this kind and id
     * @throws Conflict if it is ready or has failed
     */
    @Transactional
    public StoredDataset cancel(Kind kind, String id) {
        work.withdraw(workId(id));
        StoredDataset dataset = datasets.lock(id)
                .filter(found -> found.kind() == kind)
                .orElseThrow(() -> new NotFound(kind.label(), id, datasets.ids(kind, NAMES_TO_SUGGEST)));
        if (dataset.reason().filter(CANCELLED::equals).isPresent()) {
            return dataset;
        }
        if (!dataset.isBuilding()) {
            throw new Conflict(kind.label() + " \"" + id + "\" is "
                    + dataset.state().status() + "; only one that is building can be cancelled");
        }
        StoredDataset cancelled = datasets.store(id, new StoredDataset.Failed(CANCELLED));
        publish(kind, id, DatasetUpdated.Status.FAILED, CANCELLED);
        LOG.infof("dataset cancelled dataset=%s kind=%s", id, kind.label());
        return cancelled;
    }

    private static String workId(String id) {
        return DatasetBuilder.KIND + "/" + id;
    }

    /** The dataset cannot be built: stored and published. */
    void fail(StoredDataset dataset, String reason) {
        datasets.store(dataset.id(), new StoredDataset.Failed(reason));
        publish(dataset.kind(), dataset.id(), DatasetUpdated.Status.FAILED, reason);
        builds(dataset.kind(), "failed").increment();
        LOG.errorf(
                "dataset failed dataset=%s kind=%s reason=%s",
                dataset.id(), dataset.kind().label(), reason);
    }

    /** Counts from the first scrape on, so that a first failure is an increase. */
    Counter builds(Kind kind, String outcome) {
        return meters.counter("tiltmeter.dataset.builds", "kind", kind.label(), "outcome", outcome);
    }

    private void startIfBuilding(StoredDataset dataset) {
        if (dataset.isBuilding()) {
            startBuild(dataset.id());
        }
    }

    /** The dataset; if it is new or had failed, it is now building. */
    private StoredDataset added(Requested requested, boolean isNew) {
        String id = requested.id();
        if (!isNew) {
            StoredDataset existing = datasets.lock(id).orElseThrow();
            refuseOtherRecipe(requested, existing);
            if (!(existing.state() instanceof StoredDataset.Failed)) {
                return existing;
            }
            datasets.store(id, new StoredDataset.Building());
        }
        publish(requested.kind(), id, DatasetUpdated.Status.BUILDING, "");
        return datasets.dataset(id).orElseThrow();
    }

    private void publish(Kind kind, String id, DatasetUpdated.Status status, String reason) {
        kind.published()
                .ifPresent(published -> outbox.append(
                        EventTypes.DATASET_UPDATED,
                        id,
                        new DatasetUpdated(id, published, status, reason, Instant.now())));
    }

    private static void refuseOtherRecipe(Requested requested, StoredDataset existing) {
        if (existing.kind() == requested.kind() && existing.recipeSha256().equals(requested.recipeSha256())) {
            return;
        }
        boolean isOfAnotherWorld = existing.recipe().equals(requested.recipe());
        throw new Conflict("\"" + existing.id() + "\" is a " + existing.kind().label() + " of the recipe "
                + existing.recipe()
                + (isOfAnotherWorld ? " made by another version of the lab world than " + LabWorld.VERSION : "")
                + "; the recipe of the request is " + requested.recipe() + ": choose another id, or leave it out");
    }
}
