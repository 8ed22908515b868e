package io.tiltmeter.evaluator.store;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.SuiteOutcome;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What an evaluation reads and writes in the artifact store. */
@ApplicationScoped
public class EvaluationArtifacts {
    @Inject
    ArtifactStore artifacts;

    /**
     * The suite's items, in its order.
     *
     * @throws ArtifactDamaged if the file is missing or changed, or has another number of items than announced
     */
    public List<SuiteItem> suiteItems(SuiteRef suite) throws IOException {
        List<SuiteItem> items = new ArrayList<>();
        for (String line : Files.readAllLines(artifacts.file(suite.items()), StandardCharsets.UTF_8)) {
            items.add(Json.mapper().readValue(line, SuiteItem.class));
        }
        if (items.size() != suite.itemCount()) {
            throw new ArtifactDamaged(suite.items().uri() + " has " + items.size() + " items, but suite "
                    + suite.suiteId() + " was announced with " + suite.itemCount());
        }
        return items;
    }

    /** Stores one outcome a line, in the suite's order. The same outcomes give the same bytes. */
    public ArtifactRef writeOutcomes(EvaluationTask task, SuiteOutcome outcome) throws IOException {
        return artifacts.writeFile(task.outcomesPath(), out -> {
            for (ItemOutcome item : outcome.items()) {
                out.write(Json.mapper().writeValueAsBytes(item));
                out.write('\n');
            }
        });
    }
}
