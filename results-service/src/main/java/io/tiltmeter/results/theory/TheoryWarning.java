package io.tiltmeter.results.theory;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a result does not show what the theory says, or shows less of it.
 *
 * @param sentence what was found, and what to send to avoid it
 */
public record TheoryWarning(Kind warning, String sentence) {
    private static final double MOST_ATTENTION_TO_RELATION = 0.01;

    /** Change of M_C in a tenth of the steps. */
    private static final double SETTLED = 0.005;

    private static final double SATURATED = 1e-6;

    /** What is wrong. */
    public enum Kind {
        /** |m_C| is not above |m_{C+S}|. */
        @JsonProperty("assumption_broken")
        ASSUMPTION_BROKEN,
        /** Non-context-critical examples do not pull the attention back. */
        @JsonProperty("no_counterforce")
        NO_COUNTERFORCE,
        /** The relation has a part of the attention that the formula of M_C(0) leaves out. */
        @JsonProperty("relation_attended")
        RELATION_ATTENDED,
        /** The attention has gone to one token, and cannot come back. */
        @JsonProperty("attention_saturated")
        ATTENTION_SATURATED,
        /** The last steps still change M_C. */
        @JsonProperty("not_settled")
        NOT_SETTLED
    }

    static List<TheoryWarning> of(TheoryRequest request, List<TheoryPoint> points, TheoryAssumption assumption) {
        List<TheoryWarning> warnings = new ArrayList<>();
        double mC = assumption.mC().orElse(0.0);
        double mCs = assumption.mCs().orElse(0.0);
        if (!assumption.holds().orElse(true)) {
            double all = points.get(0).contextGradient();
            warnings.add(warning(
                    Kind.ASSUMPTION_BROKEN,
                    "The proof assumes |m_C| > |m_{C+S}|, and here |m_C| = %.4f and |m_{C+S}| = %.4f: the first step %s the"
                            + " attention to contexts (gradient %.4f). Raise delta_c or lower delta_m.",
                    Math.abs(mC),
                    Math.abs(mCs),
                    all > 0 ? "still raises" : "does not raise",
                    all));
        }
        if (mCs > 0) {
            warnings.add(warning(
                    Kind.NO_COUNTERFORCE,
                    "Non-context-critical examples raise the attention to contexts too (m_{C+S} = %.4f), since their memory"
                            + " strength is not above delta_c = %s: nothing lowers it later. Raise delta_m or lower delta_c.",
                    mCs,
                    request.deltaC()));
        }
        double scale = Math.exp(-request.relationPenalty());
        // Examples without a context need it: by default they have it.
        if (request.subjectCritical() == 0 && scale / (2 + scale) > MOST_ATTENTION_TO_RELATION) {
            warnings.add(warning(
                    Kind.RELATION_ATTENDED,
                    "The relation has %.1f %% of the attention at step 0, since b is %s: M_C then need not be what the formula"
                            + " says. Send a b of 5 or more.",
                    100 * scale / (2 + scale),
                    request.relationPenalty()));
        }
        addSaturated(points, warnings);
        addNotSettled(points, warnings);
        return List.copyOf(warnings);
    }

    private static void addSaturated(List<TheoryPoint> points, List<TheoryWarning> warnings) {
        points.stream()
                .filter(point -> Math.min(point.attention(), 1 - point.attention()) < SATURATED)
                .findFirst()
                .ifPresent(point -> warnings.add(warning(
                        Kind.ATTENTION_SATURATED,
                        "At step %d %s of the attention is on the context: its gradient, in proportion to the product of both"
                                + " shares, is nearly 0, and the attention stays there. Lower eta_k.",
                        point.step(),
                        point.attention() > 0.5 ? "all" : "none")));
    }

    private static void addNotSettled(List<TheoryPoint> points, List<TheoryWarning> warnings) {
        TheoryPoint end = points.get(points.size() - 1);
        TheoryPoint before = points.get(0);
        for (TheoryPoint point : points) {
            before = point.step() <= 0.9 * end.step() ? point : before;
        }
        double change = Math.abs(end.contextShare() - before.contextShare());
        if (change * end.step() / (10.0 * (end.step() - before.step())) > SETTLED) {
            warnings.add(warning(
                    Kind.NOT_SETTLED,
                    "M_C still changes, from %.4f at step %d to %.4f at step %d: the end is not where it settles. Send more"
                            + " steps, or a larger eta_k.",
                    before.contextShare(),
                    before.step(),
                    end.contextShare(),
                    end.step()));
        }
    }

    private static TheoryWarning warning(Kind kind, String sentence, Object... values) {
        return new TheoryWarning(kind, String.format(Locale.ROOT, sentence, values));
    }
}
