package io.tiltmeter.dataset.api.measurement;

import io.tiltmeter.dataset.api.DatasetIntake;
import io.tiltmeter.dataset.api.RequestedDataset;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.DatasetStore;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.inject.Singleton;
import java.util.List;

/** Accepts datasets that cannot be built before evaluators have answered. */
@Singleton
public class MeasuredIntake {
    private final Transactions transactions;
    private final DatasetIntake intake;
    private final DatasetStore datasets;
    private final Measurements measurements;

    public MeasuredIntake(
            Transactions transactions, DatasetIntake intake, DatasetStore datasets, Measurements measurements) {
        this.transactions = transactions;
        this.intake = intake;
        this.datasets = datasets;
        this.measurements = measurements;
    }

    /**
     * The dataset as it stands: new, or there already. One that failed is tried again, and what it needs asked again;
     * without questions it is built at once.
     */
    public StoredDataset accept(RequestedDataset requested, List<Question> questions) {
        if (questions.isEmpty()) {
            return intake.accept(requested);
        }
        return transactions.run(handle -> {
            StoredDataset dataset = intake.acceptWithoutWork(handle, requested);
            if (dataset.state() instanceof DatasetState.Building) {
                questions.forEach(question -> measurements.askFor(handle, dataset.id(), question));
                measurements.buildIfNothingIsMissing(handle, dataset.id());
            }
            return datasets.find(handle, dataset.id()).orElseThrow();
        });
    }
}
