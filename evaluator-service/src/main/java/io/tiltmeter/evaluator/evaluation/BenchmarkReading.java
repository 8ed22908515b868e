package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.benchmark.BenchmarkAnswer;
import io.tiltmeter.evaluator.benchmark.BenchmarkAsking;
import io.tiltmeter.evaluator.benchmark.BenchmarkTask;
import io.tiltmeter.languagemodel.inference.ContinuationRequest;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.Generation;
import io.tiltmeter.languagemodel.inference.GenerationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model has to say to a standard benchmark: likelihoods, a text, or both, as the benchmark asks. */
public final class BenchmarkReading {
    private final AnsweringModel answering;
    private final BenchmarkAsking asking;

    public BenchmarkReading(AnsweringModel answering, BenchmarkTask task) {
        this.answering = answering;
        this.asking = new BenchmarkAsking(
                task, answering.tokenizer(), answering.model().config());
    }

    /**
     * Reads some of the benchmark's items, or all.
     *
     * @throws IllegalArgumentException naming an item that has a continuation longer than the model's positions
     */
    public List<ItemReading> read(List<SuiteItem> items, SuiteReader reader) {
        List<Question.Benchmark> questions = items.stream()
                .map(item -> new Question.Benchmark(
                        item.id(), asking.requests(item), asking.prompt(item), asking.maxNewTokens()))
                .toList();
        return reader.read(questions, this::readings);
    }

    /** What was read, in the benchmark's own words. */
    public static BenchmarkAnswer answer(ItemReading reading) {
        return BenchmarkAnswer.of(reading.likelihoods(), reading.greedy(), reading.texts());
    }

    private List<ItemReading> readings(List<Question.Benchmark> batch) {
        List<ContinuationRequest> requests =
                batch.stream().flatMap(question -> question.requests().stream()).toList();
        List<ContinuationScore> scores =
                requests.isEmpty() ? List.of() : answering.model().logLikelihoods(requests);
        List<String> texts =
                asking.settings().map(settings -> texts(batch, settings)).orElse(List.of());
        List<ItemReading> readings = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            Question.Benchmark question = batch.get(i);
            int to = from + question.requests().size();
            ItemReading likelihoods =
                    LikelihoodReading.reading(question.itemId(), question.requests(), scores.subList(from, to));
            readings.add(likelihoods.of(texts.isEmpty() ? List.of() : List.of(texts.get(i))));
            from = to;
        }
        return readings;
    }

    private List<String> texts(List<Question.Benchmark> batch, GenerationSettings settings) {
        List<int[]> prompts = batch.stream()
                .map(Question.Benchmark::prompt)
                .flatMap(Optional::stream)
                .toList();
        List<List<Generation>> answers = answering.model().generate(prompts, settings, answering.tokenizer());
        return answers.stream().map(each -> asking.text(each.get(0))).toList();
    }
}
