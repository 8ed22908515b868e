package io.tiltmeter.evaluator.benchmark;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers to a benchmark's items as the harness logs them. */
public final class BenchmarkSamples {
    private BenchmarkSamples() {}

    /**
     * The samples of each task, in the harness's order: all items under the first filter, then all under the next.
     *
     * @param answers by item id, of some or all of the suite's items
     */
    public static Map<String, List<HarnessSample>> of(BenchmarkTask task, Map<String, BenchmarkAnswer> answers) {
        Map<String, List<HarnessSample>> byTask = new LinkedHashMap<>();
        for (String filter : TaskDefinition.filters(task.benchmark())) {
            Map<String, Integer> positions = new HashMap<>();
            for (SuiteItem item : task.items()) {
                String name = task.benchmark().taskOf(item);
                int docId = positions.merge(name, 1, Integer::sum) - 1;
                if (answers.containsKey(item.id())) {
                    byTask.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(sample(task, item, docId, answers.get(item.id()), filter));
                }
            }
        }
        return byTask;
    }

    private static HarnessSample sample(
            BenchmarkTask task, SuiteItem item, int docId, BenchmarkAnswer answer, String filter) {
        Benchmark benchmark = task.benchmark();
        String prompt = task.prompt(item);
        List<List<Object>> arguments = new ArrayList<>();
        List<List<Object>> responses = new ArrayList<>();
        List<Object> filtered = new ArrayList<>();
        benchmark.generation().ifPresent(rule -> {
            arguments.add(List.of(prompt, rule.arguments()));
            responses.add(List.of(answer.generated()));
            filtered.add(benchmark.filtered(item, answer.generated(), filter));
        });
        List<String> continuations = benchmark.continuations(item);
        for (int i = 0; i < continuations.size(); i++) {
            BenchmarkAnswer.Likelihood likelihood = answer.likelihoods().get(i);
            List<String> response =
                    List.of(pythonFloat(likelihood.logLikelihoodNats()), likelihood.greedy() ? "True" : "False");
            arguments.add(List.of(prompt, continuations.get(i)));
            responses.add(List.of(response));
            filtered.add(response);
        }
        Map<String, Double> measured = benchmark.measured(item, answer);
        Map<String, Double> metrics = new LinkedHashMap<>();
        benchmark.metrics().stream()
                .filter(metric -> metric.filter().equals(filter))
                .forEach(metric -> metrics.put(metric.name(), measured.get(metric.itemKey())));
        return new HarnessSample(
                benchmark.taskOf(item),
                docId,
                benchmark.document(item),
                String.valueOf(benchmark.target(item)),
                arguments,
                responses,
                filtered,
                filter,
                metrics,
                prompt,
                task.shotIds(item));
    }

    /** Python's {@code str} of a float. */
    static String pythonFloat(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(number);
        if (size != 0 && size < 1e-4) {
            String[] parts = Double.toString(number).split("E-");
            String digits = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
            return digits + "e-" + (parts[1].length() < 2 ? "0" : "") + parts[1];
        }
        String plain = new BigDecimal(Double.toString(size)).toPlainString();
        return (Math.copySign(1, number) < 0 ? "-" : "") + (plain.contains(".") ? plain : plain + ".0");
    }
}
