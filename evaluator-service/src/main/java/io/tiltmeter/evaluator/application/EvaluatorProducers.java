package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.application.judge.ChatJudge;
import io.tiltmeter.evaluator.application.judge.JudgeConfig;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.scorer.AttentionScorer;
import io.tiltmeter.evaluator.scorer.BenchmarkScorer;
import io.tiltmeter.evaluator.scorer.ClassGradientScorer;
import io.tiltmeter.evaluator.scorer.ClassLossScorer;
import io.tiltmeter.evaluator.scorer.ContainsScorer;
import io.tiltmeter.evaluator.scorer.FirstMentionScorer;
import io.tiltmeter.evaluator.scorer.JudgeCache;
import io.tiltmeter.evaluator.scorer.JudgeScorer;
import io.tiltmeter.evaluator.scorer.KnowledgeScorer;
import io.tiltmeter.evaluator.scorer.LogprobScorer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Objects of the science packages, which know no container; each once a process. */
@Singleton
public class EvaluatorProducers {

    /** Used by the one worker's thread alone. */
    @Produces
    @Singleton
    public HeldModel heldModel() {
        return new HeldModel();
    }

    @Produces
    @Singleton
    public CheckpointDirectories checkpointDirectories(CheckpointConfig config) {
        return new CheckpointDirectories(config.directories());
    }

    @Produces
    @Singleton
    public ContainsScorer contains() {
        return new ContainsScorer();
    }

    @Produces
    @Singleton
    public FirstMentionScorer firstMention() {
        return new FirstMentionScorer();
    }

    @Produces
    @Singleton
    public LogprobScorer logprob() {
        return new LogprobScorer();
    }

    @Produces
    @Singleton
    public KnowledgeScorer knowledge() {
        return new KnowledgeScorer();
    }

    @Produces
    @Singleton
    public AttentionScorer attention() {
        return new AttentionScorer();
    }

    @Produces
    @Singleton
    public ClassLossScorer classLosses() {
        return new ClassLossScorer();
    }

    @Produces
    @Singleton
    public ClassGradientScorer classGradients() {
        return new ClassGradientScorer();
    }

    @Produces
    @Singleton
    public BenchmarkScorer benchmark(BenchmarkTasks benchmarks) {
        return new BenchmarkScorer(benchmarks::of);
    }

    @Produces
    @Singleton
    public JudgeScorer judge(JudgeConfig config, JudgeCache cache) {
        return new JudgeScorer(ChatJudge.of(config, cache), config.seed());
    }
}
