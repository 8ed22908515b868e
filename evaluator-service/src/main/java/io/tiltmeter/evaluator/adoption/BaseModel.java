package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.evaluator.adoption.FolderCheck.CheckedTokenizer;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the whole model that an adapter belongs to, or that was finetuned, and checks it. */
final class BaseModel {
    private static final String FIELD = "base";

    private final CheckpointDirectories directories;
    private final String template;
    private final List<Fault> faults;

    /**
     * @param template the prompt template that the run trains with
     * @param faults gets what is wrong with it
     */
    BaseModel(CheckpointDirectories directories, String template, List<Fault> faults) {
        this.directories = directories;
        this.template = template;
        this.faults = faults;
    }

    /** The model in a folder that the request names; empty if there is none, which is a fault. */
    Optional<LocatedFolder> requested(String path) throws IOException {
        try {
            LocatedFolder model = directories.find(path);
            check(model);
            return Optional.of(model);
        } catch (UnusableFolder e) {
            e.faults().forEach(fault -> fault(path, fault.what(), fault.remedy()));
            return Optional.empty();
        }
    }

    /**
     * The model that an adapter's own file names; empty if there is no adapter, or no such folder, which is a fault.
     *
     * @param adapter the folder of the first adapter, if there is one
     */
    Optional<LocatedFolder> of(Optional<Path> adapter) throws IOException {
        Optional<LocatedFolder> model = adapter.isPresent() ? named(adapter.get()) : Optional.empty();
        if (model.isPresent()) {
            check(model.get());
        }
        return model;
    }

    private Optional<LocatedFolder> named(Path adapter) throws IOException {
        String name;
        try {
            directories.refuseLinksOut(adapter);
            name = AdapterConfig.read(adapter).baseModel();
        } catch (UnsupportedModelException | UnusableFolder e) {
            return Optional.empty(); // reported when the adapter is checked
        }
        Optional<LocatedFolder> model = name.isBlank() ? Optional.empty() : directories.look(name);
        if (model.isEmpty()) {
            fault(
                    "",
                    "is required: the adapter's base_model_name_or_path \"" + name + "\" is no folder below"
                            + " the directories that checkpoints are read from",
                    "send the base model's folder, put there");
        }
        return model;
    }

    private void check(LocatedFolder model) throws IOException {
        try {
            new AdoptedFolder(model.path(), Optional.empty(), directories).check(template, new CheckedTokenizer());
            if (AdoptedFolder.isAdapter(model.path())) {
                fault(model.name(), "is an adapter itself", "send the whole model below it");
            }
        } catch (UnusableFolder e) {
            e.faults().forEach(fault -> fault(model.name(), fault.what(), fault.remedy()));
        }
    }

    private void fault(String value, String limit, String remedy) {
        faults.add(new Fault(FIELD, value, limit, remedy));
    }
}
