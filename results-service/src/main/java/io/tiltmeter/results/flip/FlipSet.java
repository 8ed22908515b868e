package io.tiltmeter.results.flip;

import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.flip.Flip.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The items that change sides between two checkpoints. An item flips if its answer is the context's alone at the one and
 * memory's alone at the other: what becomes neither, both or mixed does not flip.
 *
 * <p>A flip is robust if it holds at every checkpoint of both spans; not a majority but all of them, and one that left the
 * item unanswered does not confirm it. With spans of a single checkpoint every flip is robust.
 *
 * @param answered ids of the items that both checkpoints answered
 * @param flips by item id
 */
public record FlipSet(SortedSet<String> answered, List<Flip> flips) {
    public FlipSet {
        answered = new TreeSet<>(answered);
        flips = List.copyOf(flips);
    }

    /** Compares the checkpoints that two spans are about. */
    public static FlipSet between(ItemHistory history, Span from, Span to) {
        SortedSet<String> answered = new TreeSet<>();
        List<Flip> flips = new ArrayList<>();
        for (int item = 0; item < history.items().size(); item++) {
            AnswerLabel before = AnswerLabel.at(history, item, from.at());
            AnswerLabel after = AnswerLabel.at(history, item, to.at());
            if (before == AnswerLabel.UNANSWERED || after == AnswerLabel.UNANSWERED) {
                continue;
            }
            answered.add(history.items().id(item));
            for (Direction direction : Direction.values()) {
                if (direction.before() == before && direction.after() == after) {
                    boolean robust = holds(history, item, from, before) && holds(history, item, to, after);
                    flips.add(new Flip(history.items().id(item), history.items().cluster(item), direction, robust));
                }
            }
        }
        return new FlipSet(answered, flips);
    }

    /** How many change sides so. */
    public int count(Direction direction) {
        return (int)
                flips.stream().filter(flip -> flip.direction() == direction).count();
    }

    /** How many of them robustly. */
    public int robustCount(Direction direction) {
        return (int) flips.stream()
                .filter(flip -> flip.direction() == direction && flip.robust())
                .count();
    }

    /** The same without the flips that do not hold throughout their spans. */
    public FlipSet robust() {
        return new FlipSet(answered, flips.stream().filter(Flip::robust).toList());
    }

    /** Ids of the items that change sides so. */
    public SortedSet<String> items(Direction direction) {
        return flips.stream()
                .filter(flip -> flip.direction() == direction)
                .map(Flip::itemId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean holds(ItemHistory history, int item, Span span, AnswerLabel label) {
        return IntStream.rangeClosed(span.first(), span.last())
                .allMatch(checkpoint -> AnswerLabel.at(history, item, checkpoint) == label);
    }
}
