package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.context.ContextSplit;
import io.tiltmeter.dataset.source.ContextLocation;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row's texts as words, by their relation to the answer.
 *
 * @param row the row
 * @param context by {@link ContextRule}
 * @param question the question about the context
 * @param before the system text and the earlier turns
 * @param behind the turns from the first answer to the context on
 */
record RowTexts(SourceRow row, TextWords context, TextWords question, List<TextWords> before, List<Later> behind) {
    /** A turn after the context. */
    record Later(Role role, TextWords text) {}

    /** The texts; nothing if the row has no context. */
    static Optional<RowTexts> of(SourceRow row) {
        if (row.contextLocation() == ContextLocation.FIELD) {
            return ContextRule.split(row).map(split -> of(row, 0, split));
        }
        for (int turn = 0; turn < row.turns().size(); turn += 2) {
            Optional<ContextSplit> split =
                    ContextRule.split(row.turns().get(turn).text());
            if (split.isPresent()) {
                return Optional.of(of(row, turn, split.get()));
            }
        }
        return Optional.empty();
    }

    private static RowTexts of(SourceRow row, int turn, ContextSplit split) {
        List<TextWords> before = new ArrayList<>(List.of(TextWords.of(row.system())));
        row.turns().subList(0, turn).forEach(earlier -> before.add(TextWords.of(earlier.text())));
        List<Later> behind = row.turns().subList(turn + 1, row.turns().size()).stream()
                .map(later -> new Later(later.role(), TextWords.of(later.text())))
                .toList();
        return new RowTexts(row, TextWords.of(split.context()), TextWords.of(split.question()), before, behind);
    }

    /** The assistant's turns about the context. */
    List<TextWords> answers() {
        return behind.stream()
                .filter(turn -> turn.role() == Role.ASSISTANT)
                .map(Later::text)
                .toList();
    }

    /** What must not name an entity before the first answer that does. */
    List<TextWords> questions(EntityNames names) {
        List<TextWords> questions = new ArrayList<>(before);
        questions.add(question);
        for (Later turn : behind) {
            if (turn.role() == Role.ASSISTANT
                    && !Mentions.of(names, turn.text()).all().isEmpty()) {
                break;
            }
            if (turn.role() == Role.USER) {
                questions.add(turn.text());
            }
        }
        return questions;
    }

    /** Every text once, the context's turn whole. */
    List<TextWords> all() {
        List<TextWords> all = new ArrayList<>(List.of(TextWords.of(row.system()), TextWords.of(row.context())));
        for (Turn turn : row.turns()) {
            all.add(TextWords.of(turn.text()));
        }
        return all;
    }
}
