package io.tiltmeter.evaluator.store;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.WeightsHash;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.SuiteOutcome;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.artifact.Manifest;
import io.tiltmeter.servicekit.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an evaluation reads and writes in the artifact store. */
@ApplicationScoped
public class EvaluationArtifacts implements HeldModel.Folders {
    @Inject
    ArtifactStore artifacts;

    /**
     * The checkpoint's folder, every file's hash checked.
     *
     * @throws ArtifactDamaged if anything is missing or changed, or if these are not the weights that were announced
     */
    @Override
    public Path checkpoint(EvaluationTask task) throws IOException {
        Path folder = artifacts.folder(task.model());
        Manifest manifest =
                Json.mapper().readValue(Files.readAllBytes(folder.resolve(Manifest.FILE_NAME)), Manifest.class);
        Map<String, String> hashes =
                manifest.files().stream().collect(Collectors.toMap(Manifest.Entry::path, Manifest.Entry::sha256));
        String found;
        try {
            found = task.base()
                    .map(base -> WeightsHash.ofAdapter(hashes, base))
                    .orElseGet(() -> WeightsHash.ofModel(hashes));
        } catch (IllegalArgumentException noWeights) {
            throw new ArtifactDamaged(task.model().uri() + " lists no checkpoint: " + noWeights.getMessage());
        }
        if (!found.equals(task.weightsSha256())) {
            throw new ArtifactDamaged(task.model().uri() + " holds the weights " + found
                    + ", but the checkpoint was announced with " + task.weightsSha256());
        }
        return folder;
    }

    /**
     * The folder of the model that the checkpoint's adapter stands beside, every file's hash checked.
     *
     * @throws ArtifactDamaged if anything is missing or changed
     */
    @Override
    public Path base(EvaluationTask task) throws IOException {
        return artifacts.folder(task.residentModel());
    }

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
