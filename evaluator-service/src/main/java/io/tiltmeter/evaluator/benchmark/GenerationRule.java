package io.tiltmeter.evaluator.benchmark;

import java.util.List;
import java.util.Map;

/**
 * How a prompt is continued: greedily, up to the first of some texts.
 *
 * @param until the answer ends before the first of these
 * @param arguments as the harness logs them
 */
public record GenerationRule(List<String> until, Map<String, Object> arguments) {
    /** The harness's {@code max_gen_toks} where neither task nor model names one. */
    public static final int DEFAULT_MAX_NEW_TOKENS = 256;

    public GenerationRule {
        until = List.copyOf(until);
    }
}
