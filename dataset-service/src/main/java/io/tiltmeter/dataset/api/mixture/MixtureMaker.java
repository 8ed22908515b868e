package io.tiltmeter.dataset.api.mixture;

import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.api.Built;
import io.tiltmeter.dataset.api.DatasetCatalogue;
import io.tiltmeter.dataset.api.DatasetMaker;
import io.tiltmeter.dataset.api.Making;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.StoredDataset;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Makes mixtures, of the lab world or from sources. */
@Singleton
public class MixtureMaker implements DatasetMaker {
    private final LabMixtureFiles ofTheLab;
    private final SourceMixtureFiles fromSources;

    public MixtureMaker(LabMixtureFiles ofTheLab, SourceMixtureFiles fromSources) {
        this.ofTheLab = ofTheLab;
        this.fromSources = fromSources;
    }

    @Override
    public DatasetKind kind() {
        return DatasetKind.MIXTURE;
    }

    @Override
    public Built make(StoredDataset dataset, Making making) throws IOException {
        MixtureRequest request = DatasetCatalogue.recipe(dataset, MixtureRequest.class);
        BuiltMixture built = request.isFromSources()
                ? fromSources.make(dataset, request, making)
                : new BuiltMixture(ofTheLab.make(dataset, making::isAbandoned), Optional.empty());
        return Built.announced(built, EventTypes.MIXTURE_READY, built.event());
    }
}
