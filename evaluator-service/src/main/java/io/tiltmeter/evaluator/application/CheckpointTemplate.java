package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.contracts.request.TemplateNames;
import io.tiltmeter.evaluator.adoption.CheckpointDirectories;
import io.tiltmeter.evaluator.adoption.LocatedFolder;
import io.tiltmeter.evaluator.adoption.TemplateChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The prompt template that one request for checkpoints names, or leaves to their files. */
final class CheckpointTemplate {
    private final CheckpointDirectories directories;
    private final List<Fault> faults;
    private Optional<TemplateChoice> choice = Optional.empty();

    /** @param faults gets what is wrong */
    CheckpointTemplate(CheckpointDirectories directories, List<Fault> faults) {
        this.directories = directories;
        this.faults = faults;
    }

    /** What the files told of, where the request left it to them. */
    Optional<TemplateChoice> choice() {
        return choice;
    }

    /**
     * The template by its own name.
     *
     * @param known that of the run, if it is known
     * @return empty if there is a fault, or if a training in progress has not written yet what would tell it
     */
    Optional<String> of(CheckpointRequest request, Optional<String> known) {
        Optional<String> requested = request.settings().template().map(TemplateNames::own);
        if (requested.isEmpty() && known.isEmpty()) {
            fault("", "is required");
        }
        if (!requested.equals(Optional.of(TemplateNames.AUTO))) {
            return requested;
        }
        if (known.isPresent()) {
            return known;
        }
        choice = told(request);
        return choice.map(TemplateChoice::template);
    }

    private Optional<TemplateChoice> told(CheckpointRequest request) {
        Optional<LocatedFolder> folder =
                Optional.of(request.folder()).filter(path -> !path.isEmpty()).flatMap(directories::look);
        if (folder.isEmpty()) {
            return Optional.empty(); // a fault of the folder
        }
        int before = faults.size();
        Optional<TemplateChoice> told;
        try {
            told = TemplateChoice.of(
                    folder.get(), request.settings().base().flatMap(directories::look), directories, faults);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder cannot be read: " + e.getMessage(), e);
        }
        if (told.isEmpty() && faults.size() == before && !request.settings().inProgress()) {
            fault(TemplateNames.AUTO, "cannot be told: no checkpoint has a tokenizer");
        }
        return told;
    }

    private void fault(String value, String limit) {
        faults.add(new Fault(
                "template",
                value,
                limit,
                "send the template that the run trains with: " + String.join(", ", TemplateNames.ALL)));
    }
}
