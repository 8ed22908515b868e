package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.Ending;
import io.tiltmeter.evaluator.adoption.FolderRequest.Sender;
import io.tiltmeter.evaluator.adoption.FolderRequest.StepZero;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Looks at what is to be adopted, whole, before anything is: one request, used once. */
public final class AdoptionPlanner {
    private final CheckpointDirectories directories;
    private final FolderRequest asked;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final CheckedTokenizer tokenizer = new CheckedTokenizer();
    private final Map<Integer, FoundCheckpoint> found = new TreeMap<>();
    private final RunFacts facts = new RunFacts();

    public AdoptionPlanner(CheckpointDirectories directories, FolderRequest asked) {
        this.directories = directories;
        this.asked = asked;
    }

    /** Every fault of the last {@link #plan}; empty if the plan can be kept. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /**
     * Looks at the folders.
     *
     * @return empty if there are {@link #faults}
     * @throws IOException if a directory cannot be read
     */
    public Optional<AdoptionPlan> plan() throws IOException {
        Optional<LocatedFolder> place = place(asked.field(), asked.path());
        if (place.isEmpty()) {
            base(Optional.empty());
            return Optional.empty();
        }
        Path folder = place.get().folder();
        TrainerOutput output = TrainerOutput.read(folder);
        boolean isDirectory = asked.sender() == Sender.PERSON && asked.step().isEmpty() && !output.isEmpty();
        Optional<LocatedFolder> base = base((isDirectory ? output : TrainerOutput.NONE).firstAdapter(folder));
        Ending ending = Ending.UNSEEN;
        if (isDirectory) {
            ending = directory(place.get(), output, base);
        } else if (asked.sender() == Sender.HOOK || AdoptedFolder.isModel(folder)) {
            single(place.get(), base);
        } else if (!TrainerOutput.isEmpty(folder)) {
            fault(
                    asked.field(),
                    place.get().name(),
                    "holds no model: neither config.json, adapter_config.json nor a" + " folder checkpoint-N",
                    "send a folder that save_pretrained or a Trainer wrote, or an empty one" + " to register a run");
        }
        base.filter(model -> asked.stepZero() == StepZero.BASE)
                .ifPresent(model ->
                        found.putIfAbsent(0, new FoundCheckpoint(0, model, Optional.of(0.0), Optional.empty())));
        int total = totalSteps(ending);
        return faults.isEmpty()
                ? Optional.of(new AdoptionPlan(
                        place.get().outputDirectory(),
                        base,
                        List.copyOf(found.values()),
                        total,
                        ending,
                        facts.settings(),
                        notes))
                : Optional.empty();
    }

    private void single(LocatedFolder place, Optional<LocatedFolder> base) throws IOException {
        Optional<TrainerState> state = state(place);
        OptionalInt told = state.map(TrainerState::globalStep)
                .filter(OptionalInt::isPresent)
                .orElse(place.number());
        if (asked.step().isEmpty() && told.isEmpty()) {
            fault(
                    "step",
                    "",
                    "is required: neither trainer_state.json nor the name of " + place.name() + " tells it",
                    "send the checkpoint's step");
        } else if (asked.step().isPresent()
                && told.isPresent()
                && told.getAsInt() != asked.step().get()) {
            fault(
                    "step",
                    asked.step().get().toString(),
                    "is not what the folder tells: it stands at step " + told.getAsInt(),
                    "send that step, leave it out, or send another folder");
        }
        look(place, base);
        int step = asked.step().orElse(told.orElse(0));
        found.put(
                step,
                new FoundCheckpoint(
                        step,
                        place,
                        asked.epochs().or(() -> state.flatMap(TrainerState::epoch)),
                        state.flatMap(TrainerState::lossNats)));
    }

    private Ending directory(LocatedFolder place, TrainerOutput output, Optional<LocatedFolder> base) throws IOException {
        asked.epochs()
                .ifPresent(epochs -> fault(
                        "epochs",
                        epochs.toString(),
                        "cannot hold of every checkpoint of a" + " directory",
                        "leave it out: it is read from each trainer_state.json"));
        for (Map.Entry<Integer, List<Path>> numbered : output.numbered().entrySet()) {
            int step = numbered.getKey();
            if (numbered.getValue().size() > 1) {
                fault(
                        asked.field(),
                        place.name(),
                        "has more than one folder of step " + step + ": "
                                + numbered.getValue().stream()
                                        .map(Path::getFileName)
                                        .toList(),
                        "remove all but one");
            }
            Optional<LocatedFolder> folder =
                    place(asked.field(), numbered.getValue().get(0).toString());
            if (folder.isPresent()) {
                numbered(step, folder.get(), base);
            }
        }
        return AdoptedFolder.isModel(place.folder()) ? last(place, base) : Ending.UNSEEN;
    }

    private void numbered(int step, LocatedFolder folder, Optional<LocatedFolder> base) throws IOException {
        Optional<TrainerState> state = state(folder);
        state.map(TrainerState::globalStep)
                .filter(told -> told.isPresent() && told.getAsInt() != step)
                .ifPresent(told -> fault(
                        asked.field(),
                        folder.name(),
                        "is named for step " + step + ", but its trainer_state.json stands at " + told.getAsInt(),
                        "give the folder its own name or its own file back"));
        look(folder, base);
        found.put(
                step,
                new FoundCheckpoint(
                        step, folder, state.flatMap(TrainerState::epoch), state.flatMap(TrainerState::lossNats)));
    }

    /** The model that a Trainer leaves in its directory itself when it is done. */
    private Ending last(LocatedFolder place, Optional<LocatedFolder> base) throws IOException {
        Optional<TrainerState> state = state(place);
        OptionalInt step = state.map(TrainerState::globalStep).orElse(OptionalInt.empty());
        if (step.isEmpty()) {
            notes.add("the model in " + place.name() + " itself is left out: no trainer_state.json tells its step;"
                    + " adopt it by its path and step");
            return Ending.UNSEEN;
        }
        if (found.containsKey(step.getAsInt())) {
            notes.add("the model in " + place.name() + " itself is left out: checkpoint " + step.getAsInt()
                    + " is of the same step");
            return Ending.SEEN;
        }
        OptionalInt best = state.get().bestStep();
        if (best.isPresent() && best.getAsInt() != step.getAsInt()) {
            notes.add("the model in " + place.name() + " itself is left out: it may be the best, of step "
                    + best.getAsInt() + ", and not the last; adopt it by its path and step");
            return Ending.SEEN;
        }
        look(place, base);
        found.put(
                step.getAsInt(),
                new FoundCheckpoint(
                        step.getAsInt(), place, state.get().epoch(), state.get().lossNats()));
        return Ending.SEEN;
    }

    private void look(LocatedFolder place, Optional<LocatedFolder> base) throws IOException {
        if (AdoptedFolder.isAdapter(place.folder())) {
            facts.adapter(place.folder());
        }
        try {
            new AdoptedFolder(place.folder(), base.map(LocatedFolder::folder), directories).check(asked.template(), tokenizer);
        } catch (UnusableFolder e) {
            if (asked.sender() != Sender.HOOK || !e.isPerhapsUnfinished()) {
                e.faults().forEach(fault -> fault(asked.field(), place.name(), fault.what(), fault.remedy()));
            }
        }
    }

    private Optional<TrainerState> state(LocatedFolder place) throws IOException {
        try {
            directories.refuseLinksOut(place.folder());
            TrainerState state = TrainerState.read(place.folder());
            facts.trainer(state);
            return Optional.of(state);
        } catch (UnusableFolder e) {
            if (asked.sender() != Sender.HOOK || !e.isPerhapsUnfinished()) {
                e.faults().stream()
                        .filter(fault ->
                                !fault.what().contains(" is a link out of ")) // said when its model is looked at
                        .forEach(fault -> fault(asked.field(), place.name(), fault.what(), fault.remedy()));
            }
            return Optional.empty();
        }
    }

    private Optional<LocatedFolder> base(Optional<Path> adapter) throws IOException {
        Optional<LocatedFolder> base = asked.base().flatMap(path -> {
            try {
                return Optional.of(directories.find(path));
            } catch (UnusableFolder e) {
                e.faults().forEach(fault -> fault("base", path, fault.what(), fault.remedy()));
                return Optional.empty();
            }
        });
        if (asked.base().isEmpty() && adapter.isPresent()) {
            base = named(adapter.get());
        }
        if (base.isPresent()) {
            try {
                new AdoptedFolder(base.get().folder(), Optional.empty(), directories)
                        .check(asked.template(), new CheckedTokenizer());
                if (AdoptedFolder.isAdapter(base.get().folder())) {
                    fault("base", base.get().name(), "is an adapter itself", "send the whole model below it");
                }
            } catch (UnusableFolder e) {
                LocatedFolder model = base.get();
                e.faults().forEach(fault -> fault("base", model.name(), fault.what(), fault.remedy()));
            }
        }
        return base;
    }

    /** The base that an adapter's own file names. */
    private Optional<LocatedFolder> named(Path adapter) throws IOException {
        String name;
        try {
            directories.refuseLinksOut(adapter);
            name = AdapterConfig.read(adapter).baseModel();
        } catch (UnsupportedModelException | UnusableFolder e) {
            return Optional.empty(); // said when the adapter is looked at
        }
        Optional<LocatedFolder> base = name.isBlank() ? Optional.empty() : directories.look(name);
        if (base.isEmpty()) {
            fault(
                    "base",
                    "",
                    "is required: the adapter's base_model_name_or_path \"" + name + "\" is no folder below"
                            + " the directories that checkpoints are read from",
                    "send the base model's folder, put there");
        }
        return base;
    }

    private int totalSteps(Ending ending) {
        int highest = found.keySet().stream().mapToInt(step -> step).max().orElse(0);
        asked.totalSteps()
                .filter(total -> total < highest)
                .ifPresent(total -> fault(
                        "total_steps",
                        total.toString(),
                        "is below step " + highest,
                        "send the run's last step, or leave it out"));
        int planned = asked.totalSteps().orElse(ending == Ending.SEEN ? highest : facts.maxSteps());
        return Math.max(highest, planned);
    }

    private Optional<LocatedFolder> place(String field, String path) {
        try {
            return Optional.of(directories.find(path));
        } catch (UnusableFolder e) {
            e.faults().forEach(fault -> fault(field, path, fault.what(), fault.remedy()));
            return Optional.empty();
        }
    }

    private void fault(String field, String value, String limit, String remedy) {
        faults.add(new Fault(field, value, limit, remedy));
    }
}
