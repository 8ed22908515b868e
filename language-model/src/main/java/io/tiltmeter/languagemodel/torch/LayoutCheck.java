package io.tiltmeter.languagemodel.torch;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.weights.Faults;
import io.tiltmeter.languagemodel.weights.TensorEntry;
import io.tiltmeter.languagemodel.weights.WeightFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Whether files hold the weights of a configuration, and no others. */
final class LayoutCheck {

    private final String subject;
    private final ModelConfig config;
    private final List<Weight> layout;
    private final WeightFiles files;
    private final Map<String, TensorEntry> found;

    LayoutCheck(Path folder, ModelConfig config, WeightFiles files) {
        this.subject = folder.toString();
        this.config = config;
        this.layout = WeightLayout.of(config);
        this.files = files;
        this.found = files.tensors();
    }

    /** Names the tensors that two modules share by the name that is missing. @return the names in the files */
    private TreeSet<String> resolveShared() {
        TreeSet<String> resolved = new TreeSet<>();
        for (Weight weight : layout) {
            if (!found.containsKey(weight.name())) {
                Optional<String> stored = files.sharedWith(weight.name())
                        .or(() -> WeightLayout.sharing(config, weight.name()).filter(found::containsKey));
                stored.ifPresent(name -> {
                    files.alsoNamed(weight.name(), name);
                    resolved.add(name);
                });
            }
        }
        return resolved;
    }

    /**
     * Checks the files; tensors that are stored under the name of a module that shares them can then be read under their own.
     *
     * @throws UnsupportedModelException with the cause if it is recognised, or else with every tensor that differs
     */
    void check() throws IOException {
        TreeSet<String> unknown = new TreeSet<>(found.keySet());
        unknown.removeAll(resolveShared());
        refuseEmptyTensors();
        refuseOtherPrefix();
        refuseDifferentShares();
        Faults faults = new Faults();
        for (Weight weight : layout) {
            TensorEntry entry = found.get(weight.name());
            unknown.remove(weight.name());
            if (entry == null) {
                faults.add("tensor '" + weight.name() + "' of shape " + weight.shape() + " is missing");
            } else if (!entry.shape().equals(weight.shape())) {
                faults.add("tensor '" + weight.name() + "' has shape " + entry.shape() + ", config.json asks for "
                        + weight.shape());
            } else if (!entry.type().isWeight()) {
                faults.add("tensor '" + weight.name() + "' has type " + entry.type()
                        + "; weights are read from F32, F16 and BF16");
            }
        }
        unknown.removeIf(name -> WeightLayout.isIgnored(config, name));
        unknown.forEach(name -> faults.add("tensor '" + name + "' is not part of this model"));
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException(subject, faults.texts());
        }
    }

    private void refuseEmptyTensors() {
        long empty = layout.stream()
                .map(weight -> found.get(weight.name()))
                .filter(entry -> entry != null && entry.bytes() == 0)
                .count();
        if (empty > 0) {
            throw new UnsupportedModelException(
                    subject,
                    empty + " of " + layout.size()
                            + " tensors hold no numbers, as DeepSpeed's stage 3 leaves them where"
                            + " the parts of a model were not gathered",
                    "train with stage3_gather_16bit_weights_on_model_save, or run zero_to_fp32.py on the checkpoint");
        }
    }

    /** One cause rather than two faults for each tensor: compiled and wrapped models are saved with longer names. */
    private void refuseOtherPrefix() {
        List<String> names = layout.stream().map(Weight::name).toList();
        if (names.stream().anyMatch(found::containsKey)) {
            return;
        }
        String last = names.get(names.size() - 1);
        for (String name : found.keySet()) {
            if (name.endsWith("." + last)) {
                refusePrefix(name.substring(0, name.length() - last.length()), names);
            }
        }
    }

    private void refusePrefix(String prefix, List<String> names) {
        long matching =
                names.stream().filter(name -> found.containsKey(prefix + name)).count();
        if (matching >= names.size() - 1) { // a tensor that two modules share has one of their names
            throw new UnsupportedModelException(
                    subject,
                    "every tensor's name begins with '" + prefix + "'"
                            + (prefix.equals("_orig_mod.")
                                    ? ", as torch.compile's do"
                                    : ", as those of a wrapped model do"),
                    "save the model itself, without what is around it (accelerator.unwrap_model(model), or"
                            + " model._orig_mod), or remove the beginning of the names");
        }
    }

    private void refuseDifferentShares() throws IOException {
        for (Weight weight : layout) {
            Optional<String> other = WeightLayout.sharing(config, weight.name()).filter(found::containsKey);
            if (other.isPresent()
                    && found.get(weight.name()) != found.get(other.get())
                    && found.containsKey(weight.name())
                    && !isSame(weight.name(), other.get())) {
                throw new UnsupportedModelException(
                        subject,
                        "tie_word_embeddings is true, but '" + weight.name() + "' and '" + other.get() + "' differ",
                        "set tie_word_embeddings to false if the model was trained with both, or remove '" + other.get()
                                + "'");
            }
        }
    }

    private boolean isSame(String one, String other) throws IOException {
        if (found.get(one).type() != found.get(other).type()
                || !found.get(one).shape().equals(found.get(other).shape())) {
            return false;
        }
        List<ByteBuffer> ones = files.pieces(one);
        List<ByteBuffer> others = files.pieces(other);
        for (int piece = 0; piece < ones.size(); piece++) {
            if (ones.get(piece).mismatch(others.get(piece)) != -1) {
                return false;
            }
        }
        return true;
    }
}
