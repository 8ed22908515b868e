package io.tiltmeter.contracts.request;

import java.util.List;

/** The names of prompt templates that requests may say; the templates themselves belong to the language model. */
public final class TemplateNames {
    /** Examples of a mixture from sources are rendered so where the request does not say. */
    public static final String STANDARD = "plain";

    /** Every template by its own name. */
    public static final List<String> ALL =
            List.of("lab", "plain", "alpaca", "tulu", "zephyr", "llama-2", "llama-3", "chatml");

    /** Another name of {@code zephyr}. */
    public static final String ULTRACHAT = "ultrachat";

    /** The template that the files of a checkpoint tell of. */
    public static final String AUTO = "auto";

    private TemplateNames() {}

    /** A template's own name. */
    public static String own(String name) {
        return name.equals(ULTRACHAT) ? "zephyr" : name;
    }
}
