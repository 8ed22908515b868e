package io.tiltmeter.evaluator.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results of the harness itself for invented questions, written by {@code make_golden.py} beside the file. */
final class HarnessGolden {
    private static final Path FILE = Path.of("src/test/resources/benchmark/harness.json");

    private final JsonNode root;

    HarnessGolden() {
        try {
            root = new ObjectMapper().readTree(Files.readAllBytes(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode run(String name) {
        JsonNode run = root.path("runs").path(name);
        if (run.isMissingNode()) {
            throw new IllegalStateException(FILE + " has no run " + name);
        }
        return run;
    }

    JsonNode samples(String run, String task) {
        return run(run).path("tasks").path(task).path("samples");
    }

    /** The items of a task's split that examples come from. */
    List<SuiteItem> pool(String task) {
        List<SuiteItem> items = new ArrayList<>();
        root.path("pools").path(task).forEach(doc -> items.add(item(doc, "pool-" + items.size())));
        return items;
    }

    /** The items of a run's task. */
    List<SuiteItem> items(String run, String task) {
        Map<Integer, SuiteItem> items = new LinkedHashMap<>();
        for (JsonNode sample : samples(run, task)) {
            int docId = sample.path("doc_id").asInt();
            items.put(docId, item(sample.path("doc"), "item-" + docId));
        }
        return List.copyOf(items.values());
    }

    /** The answers that the stand-in model gave, by item id. */
    Map<String, BenchmarkAnswer> answers(String run, String task) {
        List<SuiteItem> items = items(run, task);
        Map<String, BenchmarkAnswer> answers = new HashMap<>();
        for (JsonNode sample : samples(run, task)) {
            List<BenchmarkAnswer.Likelihood> likelihoods = new ArrayList<>();
            String generated = "";
            for (JsonNode response : sample.path("resps")) {
                JsonNode first = response.get(0);
                if (first.isTextual()) {
                    generated = first.asText();
                } else {
                    likelihoods.add(new BenchmarkAnswer.Likelihood(
                            Double.parseDouble(first.get(0).asText()),
                            first.get(1).asText().equals("True")));
                }
            }
            answers.put(items.get(sample.path("doc_id").asInt()).id(), new BenchmarkAnswer(likelihoods, generated));
        }
        return answers;
    }

    /** As an import writes it. */
    private static SuiteItem item(JsonNode doc, String derivedId) {
        String id = doc.path("id").asText(derivedId);
        String question = doc.path("question").asText();
        if (doc.path("choices").isArray()) {
            Choices choices =
                    new Choices(texts(doc.path("choices")), doc.path("answer").asInt());
            List<String> tags = List.of("subject:" + doc.path("subject").asText());
            return closedBook(id, question, choices.correctText(), tags, Optional.of(choices), Optional.empty());
        }
        if (doc.has("choices")) {
            List<String> labels = texts(doc.path("choices").path("label"));
            Choices choices = new Choices(
                    texts(doc.path("choices").path("text")),
                    labels.indexOf(doc.path("answerKey").asText()));
            List<String> tags = labels.get(0).equals("A") ? List.of() : List.of("labels:" + String.join(",", labels));
            return closedBook(id, question, choices.correctText(), tags, Optional.of(choices), Optional.empty());
        }
        if (doc.has("context")) {
            List<String> answers = texts(doc.path("answers").path("text"));
            List<String> tags =
                    new ArrayList<>(List.of("title:" + doc.path("title").asText()));
            if (answers.isEmpty()) {
                tags.add(SuiteItem.UNANSWERABLE);
            }
            return new SuiteItem(
                    id,
                    id,
                    doc.path("context").asText(),
                    question,
                    answers.isEmpty() ? "" : answers.get(0),
                    "",
                    answers.isEmpty() ? List.of() : answers.subList(1, answers.size()),
                    List.of(),
                    tags);
        }
        String solution = doc.path("answer").asText();
        String number = solution.substring(solution.lastIndexOf("####") + 4).strip();
        return closedBook(id, question, number, List.of(), Optional.empty(), Optional.of(solution));
    }

    private static SuiteItem closedBook(
            String id,
            String question,
            String answer,
            List<String> tags,
            Optional<Choices> choices,
            Optional<String> solution) {
        return new SuiteItem(id, id, "", question, "", answer, List.of(), List.of(), tags, choices, solution);
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
