package io.tiltmeter.contracts.request;

import java.util.List;
import java.util.Optional;

/** {@code POST /api/v1/suites}: a suite that the service makes, or one from a file. */
public sealed interface SuiteRequest {
    /**
     * A suite of the lab world, or of public facts.
     *
     * @param suiteId the name it will have; by default made from the recipe
     * @param recipe {@code lab_conflict}, {@code lab_completion}, {@code lab_closed_book}, {@code lab_open_book} or
     *     {@code lab_consistent_context} of the lab world; {@code facts}, {@code capitals}, {@code biographies} or
     *     {@code sayings} of public facts
     * @param seed of the world and of every draw
     * @param world of a suite of the lab world: its sizes and fact strengths; empty for the default world. A suite and a
     *     mixture of one seed and one world speak of the same one
     * @param control of a suite of public facts: what is put beside its questions
     * @param size of a suite of public facts: {@code small}, {@code standard} or {@code full}
     * @param heldOut of a suite of public facts: whether it is about those that are in no other
     */
    record Made(
            Optional<String> suiteId,
            String recipe,
            long seed,
            Optional<WorldRequest> world,
            Optional<String> control,
            Optional<String> size,
            Optional<Boolean> heldOut)
            implements SuiteRequest {
        /** A suite of the lab world. */
        public Made(Optional<String> suiteId, String recipe, long seed, Optional<WorldRequest> world) {
            this(suiteId, recipe, seed, world, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * A suite of others, from a file.
     *
     * @param name of which it becomes a version
     * @param path of the file in the artifact store, or of a folder whose files are one suite; empty where the body is the
     *     file
     * @param file the name of the file that is the body, which may say the subject of its rows
     * @param task short name in charts and metrics; by default made from the shape and the name
     * @param columns other names for the columns of the file, such as {@code context:passage}
     * @param lastKnownYear a context that speaks of a later one is future-dated
     * @param otherSuites ids or names of suites to look for overlap with
     */
    record Import(
            String name,
            Optional<String> path,
            Optional<String> file,
            Optional<String> task,
            Optional<String> columns,
            int lastKnownYear,
            List<String> otherSuites)
            implements SuiteRequest {
        public Import {
            otherSuites = List.copyOf(otherSuites);
        }
    }
}
