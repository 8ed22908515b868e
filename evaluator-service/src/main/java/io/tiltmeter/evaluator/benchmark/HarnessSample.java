package io.tiltmeter.evaluator.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the harness's {@code samples_<task>_<date>.jsonl}: an item, its prompt, response and measures, under one
 * filter.
 *
 * @param task whose file it goes to
 * @param docId the item's position in the task, from 0
 * @param doc the item as the data set has it
 * @param target the right answer
 * @param arguments of each request: a prompt, and a continuation or how to generate
 * @param responses to each request, one or several: a text, or {@code [log-likelihood, greedy]} as texts
 * @param filteredResponses what the filter leaves of each request's
 * @param metrics values by name
 * @param prompt of the first request
 * @param shotIds of the solved examples in it, which the harness does not name; none without such
 */
public record HarnessSample(
        String task,
        int docId,
        Map<String, Object> doc,
        String target,
        List<List<Object>> arguments,
        List<List<Object>> responses,
        List<Object> filteredResponses,
        String filter,
        Map<String, Double> metrics,
        String prompt,
        List<String> shotIds) {

    /** The three hashes in a row, of which a task's hash is made. */
    String hashes() {
        return HarnessHash.ofDocument(doc) + HarnessHash.of(prompt) + HarnessHash.of(target);
    }

    /** The harness's {@code task_hashes} entry of all of a task's samples, in their order. */
    public static String taskHash(List<HarnessSample> samples) {
        StringBuilder hashes = new StringBuilder();
        samples.forEach(sample -> hashes.append(sample.hashes()));
        return HarnessHash.of(hashes.toString());
    }

    /** The line's keys and values. */
    public Map<String, Object> json() {
        Map<String, Object> requests = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            Map<String, Object> request = new LinkedHashMap<>();
            for (int j = 0; j < arguments.get(i).size(); j++) {
                request.put("arg_" + j, arguments.get(i).get(j));
            }
            requests.put("gen_args_" + i, request);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("doc_id", docId);
        json.put("doc", doc);
        json.put("target", target);
        json.put("arguments", requests);
        json.put("resps", responses);
        json.put("filtered_resps", filteredResponses);
        json.put("filter", filter);
        json.put("metrics", List.copyOf(metrics.keySet()));
        json.put("doc_hash", HarnessHash.ofDocument(doc));
        json.put("prompt_hash", HarnessHash.of(prompt));
        json.put("target_hash", HarnessHash.of(target));
        json.putAll(metrics);
        if (!shotIds.isEmpty()) {
            json.put("fewshot_ids", shotIds);
        }
        return json;
    }
}
