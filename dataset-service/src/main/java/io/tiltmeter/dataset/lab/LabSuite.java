package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.suite.SuiteKind;
import java.util.Arrays;

/** The suites of the lab world. */
public enum LabSuite {
    /** Evaluation-known subjects, the asked fact replaced in the context; held-out sentences. */
    CONFLICT("lab_conflict", "cf_lab", SuiteKind.KNOWLEDGE_CONFLICT),
    /** The same facts in another style: a statement to be completed, which the context contradicts. */
    COMPLETION("lab_completion", "cf_completion", SuiteKind.KNOWLEDGE_CONFLICT),
    /** Evaluation-known subjects, no context. */
    CLOSED_BOOK("lab_closed_book", "closed_book", SuiteKind.STANDARD),
    /** Evaluation-unknown subjects, the context states facts drawn for it. */
    OPEN_BOOK("lab_open_book", "open_book", SuiteKind.STANDARD),
    /** Evaluation-known subjects, the context states the true facts. */
    CONSISTENT_CONTEXT("lab_consistent_context", "consistent_context", SuiteKind.STANDARD);

    private final String recipe;
    private final String task;
    private final SuiteKind kind;

    LabSuite(String recipe, String task, SuiteKind kind) {
        this.recipe = recipe;
        this.task = task;
        this.kind = kind;
    }

    /**
     * The suite that a request names.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LabSuite ofRecipe(String recipe) {
        return Arrays.stream(values())
                .filter(suite -> suite.recipe.equals(recipe))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("recipe \"" + recipe + "\" is none of "
                        + Arrays.stream(values()).map(LabSuite::recipe).toList()));
    }

    /** Its name in a suite request. */
    public String recipe() {
        return recipe;
    }

    /** Its short name in charts and metrics. */
    public String task() {
        return task;
    }

    public SuiteKind kind() {
        return kind;
    }
}
