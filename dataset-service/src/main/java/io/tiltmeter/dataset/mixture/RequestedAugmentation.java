package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.request.AugmentationRequest;
import io.tiltmeter.contracts.request.EntitiesRequest;
import io.tiltmeter.contracts.request.EntityRequest;
import io.tiltmeter.dataset.augmentation.AugmentationSettings;
import io.tiltmeter.dataset.augmentation.Entity;
import io.tiltmeter.dataset.augmentation.EntitySource;
import io.tiltmeter.dataset.augmentation.EntityType;

/** The settings of the augmentation that a mixture asks for. */
final class RequestedAugmentation {
    private RequestedAugmentation() {}

    static AugmentationSettings of(AugmentationRequest request, long seed) {
        EntitiesRequest entities = request.entities();
        return new AugmentationSettings(
                request.substitutes(),
                seed,
                entities.table().isEmpty()
                        ? new EntitySource.OwnRows()
                        : new EntitySource.Table(entities.table().stream()
                                .map(RequestedAugmentation::entity)
                                .toList()));
    }

    private static Entity entity(EntityRequest request) {
        EntityType type = EntityType.labelled(request.type())
                .orElseThrow(() -> new IllegalArgumentException("entity \"" + request.name() + "\" is of the type \""
                        + request.type() + "\", which is none of " + String.join(", ", EntityType.labels())));
        return new Entity(request.name(), type, request.aliases());
    }
}
