package io.tiltmeter.results.application.study;

import io.tiltmeter.contracts.event.ComparedSetting;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.VariedSetting;
import io.tiltmeter.contracts.event.VariedSetting.Pair;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.study.StudyMatrix.CellFinding;
import io.tiltmeter.results.application.study.StudyMatrix.ConditionFinding;
import io.tiltmeter.results.application.study.StudyMatrix.EffectFinding;
import io.tiltmeter.results.application.study.StudyMatrix.MatchedFinding;
import io.tiltmeter.results.application.study.StudyMatrix.TestedDifference;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.replicate.ConditionDifference;
import io.tiltmeter.results.replicate.ConditionDrops;
import io.tiltmeter.results.replicate.SeedValues;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What each setting does that a study varies: conditions that differ in it alone are paired, and of each seed and question the
 * pairs are averaged. Within the caller's transaction.
 */
@Singleton
public class SettingEffects {
    private final RunQueries queries;

    public SettingEffects(RunQueries queries) {
        this.queries = queries;
    }

    /** The numbers of a pair of conditions, by seed. */
    private record PairValues(Map<Long, SeedValues> reference, Map<Long, SeedValues> condition) {}

    /**
     * The effects, in the order of the settings.
     *
     * @param cells of each condition
     * @param conditions compared with the first of them
     */
    List<EffectFinding> effects(
            StudyUpdated study, Map<String, List<CellFinding>> cells, List<ConditionFinding> conditions) {
        List<VariedSetting> settings = VariedSetting.of(study.settings(), study.conditions());
        Map<String, ConditionFinding> byName =
                conditions.stream().collect(Collectors.toMap(ConditionFinding::name, Function.identity()));
        Map<VariedSetting, TestedDifference> drop =
                tested(settings, setting -> mean(setting, pair -> values(byName, pair, ConditionDrops::drops)));
        Map<VariedSetting, TestedDifference> end =
                tested(settings, setting -> mean(setting, pair -> values(byName, pair, ConditionDrops::ends)));
        Map<VariedSetting, TestedDifference> matched =
                tested(settings, setting -> matched(setting, study, byName, cells));
        return settings.stream()
                .map(setting -> new EffectFinding(
                        setting,
                        Optional.ofNullable(drop.get(setting)),
                        Optional.ofNullable(end.get(setting)),
                        Optional.ofNullable(matched.get(setting))))
                .toList();
    }

    private static Map<VariedSetting, TestedDifference> tested(
            List<VariedSetting> settings, Function<VariedSetting, Optional<ConditionDifference>> difference) {
        Map<VariedSetting, ConditionDifference> found = new LinkedHashMap<>();
        settings.forEach(setting -> difference.apply(setting).ifPresent(each -> found.put(setting, each)));
        return StudyComparison.tested(found);
    }

    private static Optional<PairValues> values(
            Map<String, ConditionFinding> conditions,
            Pair pair,
            Function<ConditionDrops, Map<Long, SeedValues>> quantity) {
        Optional<ConditionDrops> reference = conditions.get(pair.reference()).drops();
        Optional<ConditionDrops> condition = conditions.get(pair.condition()).drops();
        return reference.flatMap(
                one -> condition.map(other -> new PairValues(quantity.apply(one), quantity.apply(other))));
    }

    /** Empty if a pair has no numbers, or no seed has those of all pairs. */
    private static Optional<ConditionDifference> mean(
            VariedSetting setting, Function<Pair, Optional<PairValues>> values) {
        List<PairValues> pairs = new ArrayList<>();
        for (Pair pair : setting.pairs()) {
            Optional<PairValues> found = values.apply(pair);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            pairs.add(found.get());
        }
        return ConditionDifference.of(
                mean(pairs.stream().map(PairValues::reference).toList()),
                mean(pairs.stream().map(PairValues::condition).toList()),
                ClusterBootstrap.STANDARD);
    }

    private static Map<Long, SeedValues> mean(List<Map<Long, SeedValues>> conditions) {
        Map<Long, SeedValues> mean = new LinkedHashMap<>();
        conditions.get(0).keySet().stream()
                .filter(seed -> conditions.stream().allMatch(condition -> condition.containsKey(seed)))
                .forEach(seed -> SeedValues.mean(conditions.stream()
                                .map(condition -> condition.get(seed))
                                .toList())
                        .ifPresent(values -> mean.put(seed, values)));
        return mean;
    }

    /**
     * Where the only reference is the first condition it was compared already. Several pairs are compared for the setting that the
     * study is about alone, since the answers of all their runs are read for it.
     */
    private Optional<ConditionDifference> matched(
            VariedSetting setting,
            StudyUpdated study,
            Map<String, ConditionFinding> conditions,
            Map<String, List<CellFinding>> cells) {
        Pair pair = setting.pairs().get(0);
        if (setting.pairs().size() == 1
                && pair.reference().equals(study.conditions().get(0).name())) {
            return conditions
                    .get(pair.condition())
                    .matched()
                    .flatMap(MatchedFinding::difference)
                    .map(TestedDifference::difference);
        }
        return study.compare()
                .filter(compare -> compare.equals(
                        new ComparedSetting(setting.setting(), ComparedSetting.Quantity.EQUAL_STANDARD_MEAN)))
                .flatMap(compare -> mean(
                        setting,
                        each -> Optional.of(
                                matched(bySeed(cells.get(each.reference())), bySeed(cells.get(each.condition()))))));
    }

    private PairValues matched(Map<Long, ScoredRun> reference, Map<Long, ScoredRun> condition) {
        Map<String, ItemHistory> ofReference = queries.histories(reference.values());
        Map<String, ItemHistory> ofCondition = queries.histories(condition.values());
        PairValues values = new PairValues(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (SeedPair pair : StudyComparison.pairs(reference, condition)) {
            SeedPair.Found found = pair.at(
                    Optional.ofNullable(ofReference.get(pair.referenceRun())),
                    Optional.ofNullable(ofCondition.get(pair.conditionRun())));
            long seed = found.finding().seed();
            found.ofReference().ifPresent(numbers -> values.reference().put(seed, numbers));
            found.ofCondition().ifPresent(numbers -> values.condition().put(seed, numbers));
        }
        return values;
    }

    private static Map<Long, ScoredRun> bySeed(List<CellFinding> cells) {
        Map<Long, ScoredRun> bySeed = new LinkedHashMap<>();
        cells.stream()
                .filter(cell -> cell.scored().isPresent())
                .limit(StudyComparison.MAX_SEEDS)
                .forEach(cell -> bySeed.put(cell.cell().seed(), cell.scored().get()));
        return bySeed;
    }
}
