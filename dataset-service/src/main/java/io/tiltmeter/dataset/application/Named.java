package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredDataset;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Finds what a request names by its id, or by its name for the newest version, and is ready. */
@Singleton
public class Named {
    private final DatasetLookup catalogue;

    public Named(DatasetLookup catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The dataset, if it is there and ready.
     *
     * @param field that names it
     * @param faults gets what is wrong, if it is not
     */
    public Optional<StoredDataset> ready(DatasetKind kind, String field, String idOrName, List<Fault> faults) {
        Optional<StoredDataset> found = catalogue.named(kind, idOrName);
        if (found.isEmpty()) {
            faults.add(new Fault(
                    field,
                    idOrName,
                    "there is no " + kind.label() + " of this id or name; there are " + catalogue.ids(kind),
                    "POST it to /api/v1/" + kind.label() + "s first, or name another"));
            return Optional.empty();
        }
        if (!(found.get().state() instanceof DatasetState.Ready)) {
            faults.add(new Fault(
                    field,
                    idOrName,
                    kind.label() + " " + found.get().id() + " is "
                            + found.get().state().status(),
                    found.get().state() instanceof DatasetState.Failed
                            ? "see why at /api/v1/" + kind.label() + "s/"
                                    + found.get().id() + ", or name another"
                            : "send the request again when it is ready"));
            return Optional.empty();
        }
        return found;
    }
}
