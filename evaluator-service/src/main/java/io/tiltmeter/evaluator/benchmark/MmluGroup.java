package io.tiltmeter.evaluator.benchmark;

import java.util.Arrays;
import java.util.List;

/** The four groups of MMLU's 57 subjects, in the order in which the harness lists them. */
public enum MmluGroup {
    STEM("stem", """
            abstract_algebra anatomy astronomy college_biology college_chemistry college_computer_science
            college_mathematics college_physics computer_security conceptual_physics electrical_engineering
            elementary_mathematics high_school_biology high_school_chemistry high_school_computer_science
            high_school_mathematics high_school_physics high_school_statistics machine_learning"""),
    OTHER("other", """
            business_ethics clinical_knowledge college_medicine global_facts human_aging management marketing
            medical_genetics miscellaneous nutrition professional_accounting professional_medicine virology"""),
    SOCIAL_SCIENCES("social sciences", """
            econometrics high_school_geography high_school_government_and_politics high_school_macroeconomics
            high_school_microeconomics high_school_psychology human_sexuality professional_psychology public_relations
            security_studies sociology us_foreign_policy"""),
    HUMANITIES("humanities", """
            formal_logic high_school_european_history high_school_us_history high_school_world_history
            international_law jurisprudence logical_fallacies moral_disputes moral_scenarios philosophy prehistory
            professional_law world_religions""");

    private final String alias;
    private final List<String> subjects;

    MmluGroup(String alias, String subjects) {
        this.alias = alias;
        this.subjects = List.of(subjects.split("\\s+"));
    }

    /** Its name in tables. */
    public String alias() {
        return alias;
    }

    /** Its name in results, such as {@code mmlu_social_sciences}. */
    public String task() {
        return Mmlu.TASK + "_" + alias.replace(' ', '_');
    }

    public List<String> subjects() {
        return subjects;
    }

    /** Whether a task such as {@code mmlu_anatomy} belongs to it. */
    public boolean holds(String task) {
        return subjects.stream().anyMatch(subject -> task.equals(Mmlu.TASK + "_" + subject));
    }

    /** Whether MMLU has this subject. */
    public static boolean isSubject(String subject) {
        return Arrays.stream(values()).anyMatch(group -> group.subjects.contains(subject));
    }
}
