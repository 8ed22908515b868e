package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.adoption.AdoptedFolder;
import io.tiltmeter.evaluator.adoption.AdoptionPlan;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.adoption.LocatedFolder;
import io.tiltmeter.evaluator.benchmark.Benchmark;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.scorer.LogprobScorer;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ArmPrompts;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.SuiteFit;
import io.tiltmeter.languagemodel.text.Tokenizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Whether the suites of checkpoints that are to be adopted fit their model, which is known before anything is evaluated.
 * Prompts of standard benchmarks are cut instead.
 */
@Singleton
public class SuiteFits {
    private static final Logger LOG = Logger.getLogger(SuiteFits.class);
    private static final String TOKENIZER = "tokenizer.json";

    private final CheckpointDirectories directories;
    private final EvaluationArtifacts artifacts;

    public SuiteFits(CheckpointDirectories directories, EvaluationArtifacts artifacts) {
        this.directories = directories;
        this.artifacts = artifacts;
    }

    /**
     * How suites and a model fit.
     *
     * @param notes one for each suite of which some items are left out
     * @param firstPrompt that of the first item, as the model reads it, with special tokens
     */
    record Fit(List<String> notes, Optional<String> firstPrompt) {
        /** Of what cannot be checked yet. */
        static final Fit UNKNOWN = new Fit(List.of(), Optional.empty());
    }

    /**
     * Encodes every item.
     *
     * @param plan of folders that were found without fault
     * @param faults gets each suite that cannot be evaluated
     */
    Fit check(
            AdoptionPlan plan, String template, List<SuiteRef> suites, EvaluationPlan evaluation, List<Fault> faults) {
        Optional<LocatedFolder> first = Stream.concat(
                        plan.checkpoints().stream().map(AdoptionPlan.FoundCheckpoint::folder), plan.base().stream())
                .findFirst();
        Optional<Path> home = first.flatMap(folder ->
                new AdoptedFolder(folder.path(), plan.base().map(LocatedFolder::path), directories).tokenizerFolder());
        if (home.isEmpty()) {
            return Fit.UNKNOWN;
        }
        int positions = ModelConfig.read(plan.base().orElse(first.get()).path()).maxPositionEmbeddings();
        List<String> notes = new ArrayList<>();
        Optional<String> firstPrompt = Optional.empty();
        try (Tokenizer tokenizer = Tokenizer.load(home.get().resolve(TOKENIZER))) {
            ExampleEncoder encoder = new ExampleEncoder(tokenizer, PromptTemplate.named(template), positions);
            for (int i = 0; i < suites.size(); i++) {
                if (Benchmark.named(suites.get(i).task()).isEmpty()) {
                    check("suites[" + i + "]", suites.get(i), encoder, evaluation, faults)
                            .ifPresent(notes::add);
                }
            }
            if (!suites.isEmpty() && faults.isEmpty()) {
                firstPrompt = firstItem(suites.get(0))
                        .map(item -> new ArmPrompts(encoder, evaluation.arms().get(0)).prompt(item))
                        .map(tokenizer::decodeWithSpecialTokens);
            }
        }
        return new Fit(notes, firstPrompt);
    }

    private Optional<SuiteItem> firstItem(SuiteRef suite) {
        try {
            return artifacts.items(suite).stream().findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // its evaluations will say so
        }
    }

    private Optional<String> check(
            String field, SuiteRef suite, ExampleEncoder encoder, EvaluationPlan evaluation, List<Fault> faults) {
        int positions = encoder.maxLengthTokens();
        SuiteFit fit;
        try {
            fit = fit(suite, encoder, evaluation);
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "the items of suite %s cannot be read; its evaluations will say so", suite.suiteId());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(
                    field,
                    suite.suiteId(),
                    "has an item that no prompt can be made of: " + e.getMessage(),
                    "send a suite without it, or the template that the run trains with"));
            return Optional.empty();
        }
        if (fit.isNone()) {
            faults.add(new Fault(
                    field,
                    suite.suiteId(),
                    "has no item that fits the model: it has " + positions + " positions, and the shortest of "
                            + fit.items() + " items needs " + fit.shortestTokens(),
                    "send a suite of shorter items, or a model with a larger max_position_embeddings"));
            return Optional.empty();
        }
        return fit.leftOut() == 0
                ? Optional.empty()
                : Optional.of(fit.leftOut() + " of " + fit.items() + " items of suite " + suite.suiteId()
                        + " are left out at every checkpoint: the model has " + positions
                        + " positions, and the longest needs " + fit.longestTokens());
    }

    private SuiteFit fit(SuiteRef suite, ExampleEncoder encoder, EvaluationPlan evaluation) throws IOException {
        List<SuiteItem> items = SuiteSelection.of(artifacts.items(suite), evaluation.subset(), item -> "")
                .selected();
        return SuiteFit.of(
                items,
                evaluation.arms(),
                encoder,
                encoder.maxLengthTokens(),
                evaluation.scorers().contains(LogprobScorer.NAME));
    }
}
