package io.tiltmeter.dataset.suite;

import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;

/**
 * An item before it has an id.
 *
 * @param givenId the file's own id; blank if it has none
 * @param givenClusterId the file's own cluster id; blank if it has none
 * @param clusterKey drafts with the same key become a cluster, whatever their case and spaces
 * @param context see {@link SuiteItem}; so are the others
 */
record ItemDraft(
        String givenId,
        String givenClusterId,
        String clusterKey,
        String context,
        String question,
        String contextAnswer,
        String memoryAnswer,
        List<String> contextAliases,
        List<String> memoryAliases,
        List<String> tags,
        Optional<Choices> choices,
        Optional<String> solution) {
    /** A draft without a solution. */
    ItemDraft(
            String givenId,
            String givenClusterId,
            String clusterKey,
            String context,
            String question,
            String contextAnswer,
            String memoryAnswer,
            List<String> contextAliases,
            List<String> memoryAliases,
            List<String> tags,
            Optional<Choices> choices) {
        this(
                givenId,
                givenClusterId,
                clusterKey,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                contextAliases,
                memoryAliases,
                tags,
                choices,
                Optional.empty());
    }

    ItemDraft withGivenId(String id) {
        return new ItemDraft(
                id,
                givenClusterId,
                clusterKey,
                context,
                question,
                contextAnswer,
                memoryAnswer,
                contextAliases,
                memoryAliases,
                tags,
                choices,
                solution);
    }
}
