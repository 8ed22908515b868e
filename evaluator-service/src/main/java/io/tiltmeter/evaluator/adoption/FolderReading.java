package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.contracts.request.CheckpointRequest.FromPath;
import io.tiltmeter.evaluator.adoption.FolderCheck.CheckedTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the folders that one request finds. What keeps one from being evaluated is a fault, unless it may be that its trainer
 * still writes it and the request can wait: a hook's folder is tried again later, and one of a training in progress is left out.
 */
final class FolderReading {
    private final CheckpointDirectories directories;
    private final CheckpointRequest request;
    private final String template;
    private final List<Fault> faults;
    private final List<String> notes;
    private final RunFacts facts = new RunFacts();
    private final CheckedTokenizer tokenizer = new CheckedTokenizer();
    private final Set<Path> unfinished = new HashSet<>();

    /**
     * @param template the prompt template that the run trains with
     * @param faults gets what is wrong
     * @param notes gets which folders are left out
     */
    FolderReading(
            CheckpointDirectories directories,
            CheckpointRequest request,
            String template,
            List<Fault> faults,
            List<String> notes) {
        this.directories = directories;
        this.request = request;
        this.template = template;
        this.faults = faults;
        this.notes = notes;
    }

    /** What the files read so far state of the run. */
    RunFacts facts() {
        return facts;
    }

    /** What a trainer states beside a checkpoint; nothing if its file is faulty. */
    TrainerState state(LocatedFolder folder) throws IOException {
        try {
            directories.refuseLinksOut(folder.path());
            TrainerState state = TrainerState.read(folder.path());
            facts.trainer(state);
            return state;
        } catch (UnusableFolder e) {
            if (!isLeftOut(folder, e)) {
                e.faults().stream()
                        .filter(fault ->
                                !fault.what().contains(" is a link out of ")) // reported when its model is checked
                        .forEach(fault -> fault(folder, fault.what(), fault.remedy()));
            }
            return TrainerState.NONE;
        }
    }

    /** Whether a folder belongs to the run, with or without faults; it does not while it is being written. */
    boolean isIncluded(LocatedFolder folder, Optional<LocatedFolder> base) throws IOException {
        if (AdoptedFolder.isAdapter(folder.path())) {
            facts.adapter(folder.path());
        }
        try {
            new AdoptedFolder(folder.path(), base.map(LocatedFolder::path), directories).check(template, tokenizer);
        } catch (UnusableFolder e) {
            if (!isLeftOut(folder, e)) {
                e.faults().forEach(fault -> fault(folder, fault.what(), fault.remedy()));
            }
        }
        return !unfinished.contains(folder.path());
    }

    private boolean isLeftOut(LocatedFolder folder, UnusableFolder e) {
        if (!e.isPerhapsUnfinished()) {
            return false;
        }
        if (request.settings().inProgress() && unfinished.add(folder.path())) {
            notes.add(folder.name() + " is left out while it is being written: "
                    + e.faults().get(0).what());
        }
        return request.settings().inProgress() || !(request instanceof FromPath);
    }

    private void fault(LocatedFolder folder, String limit, String remedy) {
        faults.add(new Fault(request.folderField(), folder.name(), limit, remedy));
    }
}
