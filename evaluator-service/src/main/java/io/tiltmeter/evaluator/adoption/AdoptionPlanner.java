package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.contracts.request.CheckpointRequest.FromHook;
import io.tiltmeter.contracts.request.CheckpointRequest.FromPath;
import io.tiltmeter.contracts.request.CheckpointRequest.Settings;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.Ending;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.FoundCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Checks everything that one request adopts before anything is adopted; used once. */
public final class AdoptionPlanner {
    private final CheckpointDirectories directories;
    private final CheckpointRequest request;
    private final Settings settings;
    private final String template;
    private final Optional<String> requestedBase;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Integer, FoundCheckpoint> found = new TreeMap<>();
    private final FolderReading reading;

    /**
     * @param template the prompt template that the run trains with
     * @param base the folder of the whole model; read from an adapter's files if empty
     */
    public AdoptionPlanner(
            CheckpointDirectories directories, CheckpointRequest request, String template, Optional<String> base) {
        this.directories = directories;
        this.request = request;
        this.settings = request.settings();
        this.template = template;
        this.requestedBase = base;
        this.reading = new FolderReading(directories, request, template, faults, notes);
    }

    /** Every fault of the last {@link #plan}; empty if the plan can be kept. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /**
     * Checks the folders.
     *
     * @return empty if there are {@link #faults}
     * @throws IOException if a directory cannot be read
     */
    public Optional<AdoptionPlan> plan() throws IOException {
        Optional<LocatedFolder> located = locate(request.folderField(), request.folder());
        if (located.isEmpty()) {
            base(Optional.empty());
            return Optional.empty();
        }
        LocatedFolder folder = located.get();
        TrainerOutput output = TrainerOutput.read(folder.path());
        boolean isDirectory = request instanceof FromPath && settings.step().isEmpty() && !output.isEmpty();
        Optional<LocatedFolder> base = base((isDirectory ? output : TrainerOutput.NONE).firstAdapter(folder.path()));
        Ending ending = Ending.UNSEEN;
        if (isDirectory) {
            ending = directory(folder, output, base);
        } else if (request instanceof FromHook || AdoptedFolder.isModel(folder.path())) {
            single(folder, base);
        } else if (settings.inProgress()) {
            notes.add(folder.name() + " has no checkpoint yet");
        } else if (!TrainerOutput.isEmpty(folder.path())) {
            fault(
                    request.folderField(),
                    folder.name(),
                    "holds no model: neither config.json, adapter_config.json nor a folder"
                            + " checkpoint-N, step_N or epoch_N",
                    "send a folder that save_pretrained or a Trainer wrote, or an empty one" + " to register a run");
        }
        ending = ending(ending, isDirectory);
        base.filter(model -> settings.includeBase())
                .ifPresent(model ->
                        found.putIfAbsent(0, new FoundCheckpoint(0, model, Optional.of(0.0), Optional.empty())));
        int total = totalSteps(ending);
        return faults.isEmpty()
                ? Optional.of(new AdoptionPlan(
                        folder.outputDirectory(),
                        base,
                        List.copyOf(found.values()),
                        total,
                        ending == Ending.SEEN ? Optional.of(total) : settings.totalSteps(),
                        ending,
                        settings.copy() ? Storage.COPY : Storage.REFERENCE,
                        reading.facts().settings(),
                        notes))
                : Optional.empty();
    }

    /** @param seen whether the trainer's own last model is there */
    private Ending ending(Ending seen, boolean isDirectory) {
        if (settings.inProgress()) {
            int planned = settings.totalSteps().orElse(reading.facts().maxSteps());
            return planned > 0 && highest() >= planned ? Ending.SEEN : seen;
        }
        if (settings.complete().isPresent()) {
            return settings.complete().get() ? Ending.SEEN : Ending.UNSEEN;
        }
        return isDirectory && settings.totalSteps().isEmpty() ? Ending.SEEN : seen; // it is complete as it is found
    }

    private int highest() {
        return found.keySet().stream().mapToInt(step -> step).max().orElse(0);
    }

    private void single(LocatedFolder folder, Optional<LocatedFolder> base) throws IOException {
        TrainerState state = reading.state(folder);
        OptionalInt stated = state.globalStep().isPresent() ? state.globalStep() : folder.number();
        if (settings.step().isEmpty() && stated.isEmpty()) {
            fault(
                    "step",
                    "",
                    "is required: neither trainer_state.json nor the name of " + folder.name() + " states it",
                    "send the checkpoint's step");
        } else if (settings.step().isPresent()
                && stated.isPresent()
                && stated.getAsInt() != settings.step().get()) {
            fault(
                    "step",
                    settings.step().get().toString(),
                    "is not what the folder states: it is at step " + stated.getAsInt(),
                    "send that step, leave it out, or send another folder");
        }
        Optional<Double> epochs = settings.epochs().or(state::epoch);
        add(new FoundCheckpoint(settings.step().orElse(stated.orElse(0)), folder, epochs, state.lossNats()), base);
    }

    private Ending directory(LocatedFolder folder, TrainerOutput output, Optional<LocatedFolder> base)
            throws IOException {
        settings.epochs()
                .ifPresent(epochs -> fault(
                        "epochs",
                        epochs.toString(),
                        "cannot hold of every checkpoint of a" + " directory",
                        "leave it out: it is read from each trainer_state.json"));
        stepless(folder, output);
        for (Map.Entry<Integer, List<Path>> numbered : output.numbered().entrySet()) {
            int step = numbered.getKey();
            if (numbered.getValue().size() > 1) {
                fault(
                        request.folderField(),
                        folder.name(),
                        "has more than one folder of step " + step + ": "
                                + numbered.getValue().stream()
                                        .map(Path::getFileName)
                                        .toList(),
                        "remove all but one");
            }
            Optional<LocatedFolder> checkpoint =
                    locate(request.folderField(), numbered.getValue().get(0).toString());
            if (checkpoint.isPresent()) {
                numbered(step, checkpoint.get(), base);
            }
        }
        return AdoptedFolder.isModel(folder.path()) ? last(folder, base) : Ending.UNSEEN;
    }

    private void numbered(int step, LocatedFolder folder, Optional<LocatedFolder> base) throws IOException {
        TrainerState state = reading.state(folder);
        if (state.globalStep().orElse(step) != step) {
            fault(
                    request.folderField(),
                    folder.name(),
                    "is named for step " + step + ", but its trainer_state.json is at step "
                            + state.globalStep().getAsInt(),
                    "give the folder its own name or its own file back");
        }
        add(new FoundCheckpoint(step, folder, state.epoch(), state.lossNats()), base);
    }

    /** The model that a Trainer leaves in its directory itself when it is done. */
    private Ending last(LocatedFolder folder, Optional<LocatedFolder> base) throws IOException {
        TrainerState state = reading.state(folder);
        OptionalInt step = state.globalStep();
        if (step.isEmpty()) {
            notes.add("the model in " + folder.name() + " itself is left out: no trainer_state.json states its step;"
                    + " adopt it by its path and step");
            return Ending.UNSEEN;
        }
        if (found.containsKey(step.getAsInt())) {
            notes.add("the model in " + folder.name() + " itself is left out: checkpoint " + step.getAsInt()
                    + " is of the same step");
            return Ending.SEEN;
        }
        if (state.best().isPresent() && !state.best().get().step().equals(step)) {
            notes.add("the model in " + folder.name() + " itself is left out: it may be the best, "
                    + described(state.best().get()) + ", and not the last; adopt it by its path and step");
            return Ending.SEEN;
        }
        add(new FoundCheckpoint(step.getAsInt(), folder, state.epoch(), state.lossNats()), base);
        return Ending.SEEN;
    }

    private static String described(TrainerState.Best best) {
        return best.step().isPresent()
                ? "of step " + best.step().getAsInt()
                : "which trainer_state.json names as \"" + best.path() + "\", a name that states no step";
    }

    /** A step that is guessed would put a checkpoint at the wrong place of the curve. */
    private void stepless(LocatedFolder folder, TrainerOutput output) {
        String what = "holds folders that are counted by epochs and state no step: " + output.steplessNames();
        if (output.numbered().isEmpty()) {
            fault(
                    request.folderField(),
                    folder.name(),
                    what,
                    "adopt each by its own path and the optimizer step it was saved at, or name them checkpoint-STEP");
        } else if (!output.stepless().isEmpty()) {
            notes.add(folder.name() + " " + what + "; they are left out: adopt each by its path and step");
        }
    }

    private void add(FoundCheckpoint checkpoint, Optional<LocatedFolder> base) throws IOException {
        if (reading.isIncluded(checkpoint.folder(), base)) {
            found.put(checkpoint.step(), checkpoint);
        }
    }

    private Optional<LocatedFolder> base(Optional<Path> adapter) throws IOException {
        BaseModel model = new BaseModel(directories, template, faults);
        return requestedBase.isPresent() ? model.requested(requestedBase.get()) : model.of(adapter);
    }

    private int totalSteps(Ending ending) {
        int highest = highest();
        settings.totalSteps()
                .filter(total -> total < highest)
                .ifPresent(total -> fault(
                        "total_steps",
                        total.toString(),
                        "is below step " + highest,
                        "send the run's last step, or leave it out"));
        if (settings.complete().orElse(false)) {
            return highest;
        }
        int planned = settings.totalSteps()
                .orElse(ending == Ending.SEEN ? highest : reading.facts().maxSteps());
        return Math.max(highest, planned);
    }

    private Optional<LocatedFolder> locate(String field, String path) {
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
