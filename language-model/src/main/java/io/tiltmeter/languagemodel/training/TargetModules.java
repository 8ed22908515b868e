package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.WeightRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The linear layers of a model that get low-rank adapters. */
final class TargetModules {

    private TargetModules() {}

    /**
     * Indices in the layout, in ascending order.
     *
     * @throws IllegalArgumentException naming all unknown modules and those of the model
     */
    static List<Integer> indices(ModelConfig config, List<String> requested) {
        List<Weight> layout = WeightLayout.of(config);
        Set<String> known = new TreeSet<>();
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < layout.size(); i++) {
            Weight weight = layout.get(i);
            if (weight.role().isProjection()) {
                known.add(lastName(weight));
                if (isRequested(weight, requested)) {
                    indices.add(i);
                }
            }
        }
        List<String> unknown = requested.stream()
                .filter(name -> !isKeyword(name) && layout.stream().noneMatch(weight -> hasName(weight, name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("lora_target_modules " + unknown + " are not in a "
                    + config.family().modelType() + " model; it has " + known + ", and takes "
                    + FineTuning.Lora.AUTO + " and " + FineTuning.Lora.ALL_LINEAR);
        }
        return indices;
    }

    /** The last parts of the names of the chosen modules, as peft lists them. */
    static List<String> names(ModelConfig config, List<String> requested) {
        List<Weight> layout = WeightLayout.of(config);
        return indices(config, requested).stream()
                .map(i -> lastName(layout.get(i)))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isRequested(Weight weight, List<String> requested) {
        return requested.contains(FineTuning.Lora.ALL_LINEAR)
                || requested.contains(FineTuning.Lora.AUTO) && isPeftDefault(weight.role())
                || requested.stream().anyMatch(name -> hasName(weight, name));
    }

    private static boolean isPeftDefault(WeightRole role) {
        return role == WeightRole.QUERY || role == WeightRole.VALUE || role == WeightRole.QUERY_KEY_VALUE;
    }

    private static boolean hasName(Weight weight, String name) {
        return weight.role().isProjection()
                && (weight.module().equals(name) || weight.module().endsWith("." + name));
    }

    private static boolean isKeyword(String name) {
        return name.equals(FineTuning.Lora.AUTO) || name.equals(FineTuning.Lora.ALL_LINEAR);
    }

    private static String lastName(Weight weight) {
        return weight.module().substring(weight.module().lastIndexOf('.') + 1);
    }
}
