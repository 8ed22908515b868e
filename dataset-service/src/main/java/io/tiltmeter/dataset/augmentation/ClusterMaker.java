package io.tiltmeter.dataset.augmentation;

import io.tiltmeter.contracts.example.Substitution;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.augmentation.TargetSearch.Target;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the rows of one cluster and checks each with {@link LeftoverCheck}. */
final class ClusterMaker {
    /** A name that is left over with one substitute is left over with most. */
    private static final int MAX_FAILURES = 10;

    private static final int YEARS_APART = 60;

    private final int substitutes;
    private final SubstitutePool pool;

    ClusterMaker(int substitutes, SubstitutePool pool) {
        this.substitutes = substitutes;
        this.pool = pool;
    }

    /** All of the cluster, or nothing. */
    Cluster make(Target.Found target) {
        SourceRow row = target.texts().row();
        EntityNames original = target.names();
        Prepared prepared = Prepared.of(target);
        LeftoverCheck check = new LeftoverCheck(original);
        Set<String> wordsOfRow = new HashSet<>();
        target.texts().all().forEach(text -> wordsOfRow.addAll(text.allNormalised()));
        Set<String> old = distinctive(original.entity());
        List<AugmentedRow> made = new ArrayList<>();
        Set<String> used = new HashSet<>();
        int failures = 0;
        SkipReason reason = SkipReason.TOO_FEW_SUBSTITUTES;
        for (Entity candidate : pool.drawn(original.entity(), row.number())) {
            if (!fits(candidate, original.entity(), old, wordsOfRow) || !used.add(candidate.name())) {
                continue;
            }
            SourceRow replaced = prepared.by(EntityNames.of(candidate));
            Optional<SkipReason> left = check.in(replaced);
            if (left.isEmpty()) {
                made.add(new AugmentedRow(replaced, substitution(row, original.entity(), candidate)));
            } else if (++failures == MAX_FAILURES) {
                return new Cluster.NotMade(left.get());
            } else if (made.isEmpty()) {
                reason = left.get();
            }
            if (made.size() == substitutes) {
                return new Cluster.Made(original.entity().type(), made);
            }
        }
        return new Cluster.NotMade(reason);
    }

    private static Substitution substitution(SourceRow row, Entity original, Entity substitute) {
        return new Substitution("row-" + row.number(), original.type().label(), original.name(), substitute.name());
    }

    /** Whether no word of a candidate is in the row, and the two names share none. */
    private static boolean fits(Entity candidate, Entity original, Set<String> old, Set<String> wordsOfRow) {
        if (candidate.type() == EntityType.YEAR) {
            int apart = Integer.parseInt(candidate.name()) - Integer.parseInt(original.name());
            return Math.abs(apart) <= YEARS_APART && !wordsOfRow.contains(candidate.name());
        }
        Set<String> words = distinctive(candidate);
        return !words.isEmpty() && words.stream().noneMatch(word -> wordsOfRow.contains(word) || old.contains(word));
    }

    private static Set<String> distinctive(Entity entity) {
        Set<String> words = new HashSet<>(EntityNames.distinctive(entity.name(), entity.type()));
        entity.aliases().forEach(alias -> words.addAll(EntityNames.distinctive(alias, entity.type())));
        return words;
    }

    /** A row with the mentions that are to be replaced. */
    private record Prepared(SourceRow row, Rewriting context, List<Rewriting> turns) {
        static Prepared of(Target.Found target) {
            SourceRow row = target.texts().row();
            return new Prepared(
                    row,
                    new Rewriting(target.names(), TextWords.of(row.context())),
                    row.turns().stream()
                            .map(turn -> new Rewriting(target.names(), TextWords.of(turn.text())))
                            .toList());
        }

        SourceRow by(EntityNames substitute) {
            List<Turn> replaced = new ArrayList<>();
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = row.turns().get(i);
                replaced.add(new Turn(turn.role(), turns.get(i).by(substitute), turn.masked()));
            }
            return new SourceRow(
                    row.number(), row.id(), row.system(), row.contextLocation(), context.by(substitute), replaced);
        }
    }

    /** The augmented rows of a row, or why there are none. */
    sealed interface Cluster {
        /** As many rows as substitutes are requested. */
        record Made(EntityType type, List<AugmentedRow> rows) implements Cluster {}

        record NotMade(SkipReason reason) implements Cluster {}
    }
}
