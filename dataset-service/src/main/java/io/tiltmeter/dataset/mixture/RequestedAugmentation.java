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

    static AugmentationSettings of(AugmentationRequest asked, long seed) {
        EntitiesRequest entities = asked.entities();
        return new AugmentationSettings(
                asked.substitutes(),
                seed,
                entities.table().isEmpty()
                        ? new EntitySource.OwnRows()
                        : new EntitySource.Table(entities.table().stream()
                                .map(RequestedAugmentation::entity)
                                .toList()));
    }

    private static Entity entity(EntityRequest asked) {
        EntityType type = EntityType.labelled(asked.type())
                .orElseThrow(() -> new IllegalArgumentException("entity \"" + asked.name() + "\" is of the type \""
                        + asked.type() + "\", which is none of " + String.join(", ", EntityType.labels())));
        return new Entity(asked.name(), type, asked.aliases());
    }
}
