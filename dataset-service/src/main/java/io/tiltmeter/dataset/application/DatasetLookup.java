package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.CheckpointRepository;
import io.tiltmeter.dataset.persistence.DatasetRepository;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Finds datasets and checkpoints by the names that requests have for them. */
@Singleton
@Transactional
public class DatasetLookup {
    private static final Set<String> STATUSES = Set.of("building", "ready", "failed");
    private static final int NAMES_TO_SUGGEST = 21;
    private static final int RUNS_TO_SUGGEST = 20;

    private final DatasetRepository datasets;
    private final CheckpointRepository checkpoints;

    public DatasetLookup(DatasetRepository datasets, CheckpointRepository checkpoints) {
        this.datasets = datasets;
        this.checkpoints = checkpoints;
    }

    /**
     * The dataset of this kind and id.
     *
     * @throws NotFound if there is none, with the ids there are
     */
    public StoredDataset one(Kind kind, String id) {
        return datasets.dataset(id)
                .filter(dataset -> dataset.kind() == kind)
                .orElseThrow(() -> new NotFound(kind.label(), id, ids(kind)));
    }

    /**
     * The dataset of this kind and id, or the newest version of this name.
     *
     * @throws NotFound if there is neither, with the ids there are
     */
    public StoredDataset named(Kind kind, String idOrName) {
        return find(kind, idOrName).orElseThrow(() -> new NotFound(kind.label(), idOrName, ids(kind)));
    }

    /** As {@link #named}, or empty. */
    public Optional<StoredDataset> find(Kind kind, String idOrName) {
        return datasets.dataset(idOrName)
                .filter(dataset -> dataset.kind() == kind)
                .or(() -> datasets.newest(kind, idOrName));
    }

    /** Ids of this kind, the newest first; enough to choose from. */
    public List<String> ids(Kind kind) {
        return datasets.ids(kind, NAMES_TO_SUGGEST);
    }

    /**
     * What was built of a dataset.
     *
     * @throws Conflict if it is not ready
     */
    public <T extends BuiltDataset> T built(StoredDataset dataset, Class<T> type) {
        return dataset.built(type)
                .orElseThrow(() -> new Conflict(dataset.kind().label() + " \"" + dataset.id() + "\" is "
                        + dataset.state().status()
                        + " and has no rows to show: send the request again when its status is ready"));
    }

    /**
     * What was built of the dataset of this kind and id.
     *
     * @throws NotFound if there is none, with the ids there are
     * @throws Conflict if it is not ready
     */
    public <T extends BuiltDataset> T built(Kind kind, String id, Class<T> type) {
        return built(one(kind, id), type);
    }

    /**
     * A page of the datasets of a kind, the newest first.
     *
     * @param status building, ready or failed; blank for all
     * @param name of which they are versions; blank for all
     */
    public Found list(Kind kind, String status, String name, Page page) {
        Optional<String> statusWanted = unlessBlank(status);
        statusWanted.filter(text -> !STATUSES.contains(text)).ifPresent(text -> {
            throw new InvalidRequest(List.of(new Fault(
                    "status", text, "is not one of building, ready, failed", "send one of these, or leave it out")));
        });
        DatasetRepository.Wanted wanted = new DatasetRepository.Wanted(kind, statusWanted, unlessBlank(name));
        return new Found(datasets.datasets(wanted, page), datasets.total(wanted), page);
    }

    /**
     * The dataset that a request names by its id, or by its name for the newest version, if it is ready.
     *
     * @param field that names it
     * @param faults gets what is wrong, if it is not
     */
    public Optional<StoredDataset> ready(Kind kind, String field, String idOrName, List<Fault> faults) {
        Optional<StoredDataset> found = find(kind, idOrName);
        String path = "/api/v1/" + kind.label() + "s";
        if (found.isEmpty()) {
            faults.add(new Fault(
                    field,
                    idOrName,
                    "there is no " + kind.label() + " of this id or name; there are " + ids(kind),
                    "POST it to " + path + " first, or name another"));
        } else if (!found.get().isReady()) {
            String id = found.get().id();
            faults.add(new Fault(
                    field,
                    idOrName,
                    kind.label() + " " + id + " is " + found.get().state().status(),
                    found.get().isBuilding()
                            ? "send the request again when it is ready"
                            : "see why at " + path + "/" + id + ", or name another"));
        }
        return found.filter(StoredDataset::isReady);
    }

    /**
     * The checkpoint that a request names as {@code run:<run id>} or {@code run:<run id>@<step>}; without a step the last
     * one of a completed run.
     *
     * @param field that names it
     * @param name of the form that the schema requires
     * @param faults gets what is wrong, if there is none
     */
    public Optional<StoredCheckpoint> checkpoint(String field, String name, List<Fault> faults) {
        int at = name.indexOf('@');
        String runId = name.substring(StoredCheckpoint.PREFIX.length(), at < 0 ? name.length() : at);
        OptionalInt step = at < 0 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(name.substring(at + 1)));
        Optional<StoredCheckpoint> found = checkpoints.checkpoint(runId, step);
        if (found.isEmpty()) {
            List<Integer> steps = checkpoints.steps(runId);
            faults.add(
                    steps.isEmpty()
                            ? new Fault(
                                    field,
                                    name,
                                    "no checkpoint of this run was published; runs are "
                                            + checkpoints.runs(RUNS_TO_SUGGEST),
                                    "send the run to the trainer-service first, or name another")
                            : new Fault(field, name, "the run has no checkpoint at this step", "send one of " + steps));
            return Optional.empty();
        }
        if (step.isEmpty() && found.get().step() < found.get().totalSteps()) {
            faults.add(new Fault(
                    field,
                    name,
                    "the run is at step " + found.get().step() + " of "
                            + found.get().totalSteps(),
                    "wait until it is completed, or send " + found.get().name()));
            return Optional.empty();
        }
        return found;
    }

    private static Optional<String> unlessBlank(String text) {
        return Optional.ofNullable(text).filter(given -> !given.isBlank());
    }

    /**
     * A page of datasets.
     *
     * @param datasets those of the page
     * @param total how many there are on all pages
     * @param page that was wanted
     */
    public record Found(List<StoredDataset> datasets, long total, Page page) {}
}
