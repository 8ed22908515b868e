package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.WeightRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The linear layers of a model that carry low-rank adapters. */
final class TargetModules {

    private TargetModules() {}

    /**
     * Places in the layout, in its order.
     *
     * @throws IllegalArgumentException naming every module that the model does not have, and those it has
     */
    static List<Integer> places(ModelConfig config, List<String> wanted) {
        List<Weight> layout = WeightLayout.of(config);
        Set<String> known = new TreeSet<>();
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < layout.size(); place++) {
            Weight weight = layout.get(place);
            if (weight.role().isProjection()) {
                known.add(lastName(weight));
                if (isWanted(weight, wanted)) {
                    places.add(place);
                }
            }
        }
        List<String> unknown = wanted.stream()
                .filter(name -> !isRule(name) && layout.stream().noneMatch(weight -> isCalled(weight, name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("lora_target_modules " + unknown + " are not in a "
                    + config.family().modelType() + " model; it has " + known + ", and takes "
                    + FineTuning.Lora.AUTO + " and " + FineTuning.Lora.ALL_LINEAR);
        }
        return places;
    }

    /** The last names of the modules chosen, as peft lists them. */
    static List<String> names(ModelConfig config, List<String> wanted) {
        List<Weight> layout = WeightLayout.of(config);
        return places(config, wanted).stream()
                .map(place -> lastName(layout.get(place)))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isWanted(Weight weight, List<String> wanted) {
        return wanted.contains(FineTuning.Lora.ALL_LINEAR)
                || wanted.contains(FineTuning.Lora.AUTO) && isPeftsChoice(weight.role())
                || wanted.stream().anyMatch(name -> isCalled(weight, name));
    }

    private static boolean isPeftsChoice(WeightRole role) {
        return role == WeightRole.QUERY || role == WeightRole.VALUE || role == WeightRole.QUERY_KEY_VALUE;
    }

    private static boolean isCalled(Weight weight, String name) {
        return weight.role().isProjection()
                && (weight.module().equals(name) || weight.module().endsWith("." + name));
    }

    private static boolean isRule(String name) {
        return name.equals(FineTuning.Lora.AUTO) || name.equals(FineTuning.Lora.ALL_LINEAR);
    }

    private static String lastName(Weight weight) {
        return weight.module().substring(weight.module().lastIndexOf('.') + 1);
    }
}
