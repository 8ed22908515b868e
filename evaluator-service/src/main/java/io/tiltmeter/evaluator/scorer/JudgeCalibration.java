package io.tiltmeter.evaluator.scorer;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a judge agrees with people on the same texts: share of agreement, Cohen's kappa (Cohen 1960), and which labels
 * are taken for which. Intervals are of 95 %: Wilson's for the share, and for kappa the normal one with the large-sample
 * variance of Fleiss, Cohen and Everitt (1969), cut to [-1, 1].
 *
 * @param texts how many were labelled by both
 * @param agreement share of them with one label
 * @param kappa agreement beyond chance, in [-1, 1]; empty if both gave everything the same label, so that chance alone
 *     agrees
 * @param confusion texts by the person's label and then the judge's; every pair of labels is there
 */
public record JudgeCalibration(
        int texts,
        Interval agreement,
        Optional<Interval> kappa,
        Map<AnswerLabel, Map<AnswerLabel, Integer>> confusion) {
    private static final double NORMAL_97_5 = 1.959963984540054;

    /** An estimate with its interval. */
    public record Interval(double estimate, double low, double high) {}

    /** A text's label by a person and by the judge. */
    public record LabelledText(AnswerLabel person, AnswerLabel judge) {}

    /** @throws IllegalArgumentException if there is no text */
    public static JudgeCalibration of(List<LabelledText> labelled) {
        if (labelled.isEmpty()) {
            throw new IllegalArgumentException("a judge is calibrated on labelled texts, and there are none");
        }
        AnswerLabel[] labels = AnswerLabel.values();
        double[][] shares = new double[labels.length][labels.length];
        Map<AnswerLabel, Map<AnswerLabel, Integer>> confusion = new EnumMap<>(AnswerLabel.class);
        for (AnswerLabel person : labels) {
            Map<AnswerLabel, Integer> row = new EnumMap<>(AnswerLabel.class);
            for (AnswerLabel judge : labels) {
                int count = (int) labelled.stream()
                        .filter(text -> text.person() == person && text.judge() == judge)
                        .count();
                row.put(judge, count);
                shares[person.ordinal()][judge.ordinal()] = (double) count / labelled.size();
            }
            confusion.put(person, row);
        }
        int agreed = (int)
                labelled.stream().filter(text -> text.person() == text.judge()).count();
        return new JudgeCalibration(
                labelled.size(), wilson(agreed, labelled.size()), kappa(shares, labelled.size()), confusion);
    }

    private static Interval wilson(int agreed, int texts) {
        double share = (double) agreed / texts;
        double z2 = NORMAL_97_5 * NORMAL_97_5;
        double centre = (share + z2 / (2 * texts)) / (1 + z2 / texts);
        double half =
                NORMAL_97_5 * Math.sqrt(share * (1 - share) / texts + z2 / (4.0 * texts * texts)) / (1 + z2 / texts);
        return new Interval(share, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    private static Optional<Interval> kappa(double[][] shares, int texts) {
        int labels = shares.length;
        double[] persons = new double[labels];
        double[] judges = new double[labels];
        double observed = 0;
        for (int i = 0; i < labels; i++) {
            observed += shares[i][i];
            for (int j = 0; j < labels; j++) {
                persons[i] += shares[i][j];
                judges[j] += shares[i][j];
            }
        }
        double chance = 0;
        for (int i = 0; i < labels; i++) {
            chance += persons[i] * judges[i];
        }
        if (chance > 1 - 1e-12) {
            return Optional.empty();
        }
        double kappa = (observed - chance) / (1 - chance);
        double variance = 0;
        for (int i = 0; i < labels; i++) {
            for (int j = 0; j < labels; j++) {
                double weight = i == j
                        ? 1 - chance - (persons[i] + judges[i]) * (1 - observed)
                        : (1 - observed) * (judges[i] + persons[j]);
                variance += shares[i][j] * weight * weight;
            }
        }
        double correction = observed * chance - 2 * chance + observed;
        variance = Math.max(0, variance - correction * correction) / (texts * Math.pow(1 - chance, 4));
        double half = NORMAL_97_5 * Math.sqrt(variance);
        return Optional.of(new Interval(kappa, Math.max(-1, kappa - half), Math.min(1, kappa + half)));
    }
}
