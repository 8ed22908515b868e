package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.contracts.request.AugmentationRequest;
import io.tiltmeter.contracts.request.EntityRequest;
import java.util.List;

/**
 * How rows are augmented.
 *
 * @param substitutes entities that replace a row's, one for each row of its cluster; in [1, {@value #MAX_SUBSTITUTES}]
 * @param seed draws rows and substitutes
 * @param entities where substitutes come from
 */
public record AugmentationSettings(int substitutes, long seed, EntitySource entities) {
    /** As in CF_Bio (PAPER.md, section 2). */
    public static final int DEFAULT_SUBSTITUTES = 5;

    public static final int MAX_SUBSTITUTES = 100;

    public AugmentationSettings {
        if (substitutes < 1 || substitutes > MAX_SUBSTITUTES) {
            throw new IllegalArgumentException("substitutes " + substitutes + " is outside [1, " + MAX_SUBSTITUTES
                    + "]: the paper's suites have " + DEFAULT_SUBSTITUTES + " a question");
        }
    }

    /** @throws IllegalArgumentException if an entity is of an unknown type */
    public static AugmentationSettings of(AugmentationRequest request, long seed) {
        List<Entity> table = request.entities().table().stream()
                .map(AugmentationSettings::entity)
                .toList();
        return new AugmentationSettings(
                request.substitutes(),
                seed,
                table.isEmpty() ? new EntitySource.OwnRows() : new EntitySource.Table(table));
    }

    private static Entity entity(EntityRequest request) {
        EntityType type = EntityType.labelled(request.type())
                .orElseThrow(() -> new IllegalArgumentException("entity \"" + request.name() + "\" is of the type \""
                        + request.type() + "\", which is none of " + String.join(", ", EntityType.labels())));
        return new Entity(request.name(), type, request.aliases());
    }
}
