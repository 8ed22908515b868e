package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.ContextLocation;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The result of an augmentation. */
record Augmented(List<AugmentedRow> rows, AugmentationReport report) {
    static Augmented of(List<SourceRow> rows, long wanted, AugmentationSettings settings) {
        List<AugmentedRow> made = new ArrayList<>();
        try {
            return new Augmented(made, new CounterfactualAugmentation(settings).run(rows::stream, wanted, made::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One row in which an entity is replaced by another. */
    static Augmented replacing(Entity original, Entity substitute, SourceRow row) {
        EntitySource table = new EntitySource.Table(List.of(original, substitute));
        return of(List.of(row), 1, new AugmentationSettings(1, 7, table));
    }

    /** The reason why the only row was skipped. */
    String skipped() {
        return String.join(",", report.skipped().keySet());
    }

    static Entity person(String name, String... aliases) {
        return new Entity(name, EntityType.PERSON, "", List.of(aliases));
    }

    static Entity place(String name, String... aliases) {
        return new Entity(name, EntityType.PLACE, List.of(aliases));
    }

    static SourceRow row(long number, String question, String context, String answer) {
        return new SourceRow(
                number,
                "",
                "",
                ContextLocation.FIELD,
                context,
                List.of(new Turn(Role.USER, question), new Turn(Role.ASSISTANT, answer)));
    }

    static SourceRow conversation(long number, String system, String... turns) {
        List<Turn> drawn = new ArrayList<>();
        for (int i = 0; i < turns.length; i++) {
            drawn.add(new Turn(i % 2 == 0 ? Role.USER : Role.ASSISTANT, turns[i]));
        }
        return new SourceRow(number, "", system, ContextLocation.WITHIN_TURNS, "", drawn);
    }
}
