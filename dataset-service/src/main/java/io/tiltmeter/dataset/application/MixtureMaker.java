package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.persistence.BuiltMixture;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.StoredDataset;
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
        MixtureRequest request = DatasetLookup.recipe(dataset, MixtureRequest.class);
        BuiltMixture built = request.isFromSources()
                ? fromSources.make(dataset, request, making)
                : new BuiltMixture(ofTheLab.make(dataset, making::isAbandoned), Optional.empty());
        return Built.announced(built, EventTypes.MIXTURE_READY, built.event());
    }
}
