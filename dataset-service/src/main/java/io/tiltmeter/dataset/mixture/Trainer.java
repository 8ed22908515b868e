package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Programs that train on a downloaded mixture, and which formats each of them reads. */
public enum Trainer {
    /** {@code trl sft} of Hugging Face; it takes loss on every answer of messages, and on the completion of a prompt. */
    TRL(List.of(ExportFormat.PROMPT_COMPLETION, ExportFormat.MESSAGES, ExportFormat.TEXT), "yaml"),
    /** {@code axolotl train}; messages say which answers are learnt. */
    AXOLOTL(List.of(ExportFormat.MESSAGES, ExportFormat.ALPACA, ExportFormat.TEXT), "yaml"),
    /** {@code llamafactory-cli train}; it takes loss on every answer of messages. */
    LLAMA_FACTORY(List.of(ExportFormat.MESSAGES, ExportFormat.ALPACA, ExportFormat.TEXT), "json");

    private final List<ExportFormat> formats;
    private final String extension;

    Trainer(List<ExportFormat> formats, String extension) {
        this.formats = formats;
        this.extension = extension;
    }

    /** Its name in requests and files, such as {@code llama-factory}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of its configuration: yaml or json. */
    public String extension() {
        return extension;
    }

    /** The first of its formats in which a mixture means the same; empty if there is none. */
    public Optional<ExportFormat> format(ExampleProperties mixture) {
        return formats.stream()
                .filter(format -> faults(format, mixture).isEmpty())
                .findFirst();
    }

    /** Why it cannot train on a mixture in any format. */
    public List<Fault> faults(ExampleProperties mixture) {
        return faults(ExportFormat.MESSAGES, mixture);
    }

    /** Why it cannot train on a mixture in a format; empty if it can. */
    public List<Fault> faults(ExportFormat format, ExampleProperties mixture) {
        if (!formats.contains(format)) {
            return List.of(new Fault(
                    "format",
                    format.label(),
                    "is not read by " + label(),
                    "send one of "
                            + String.join(
                                    ", ",
                                    formats.stream().map(ExportFormat::label).toList())
                            + ", or leave it out for the first of them that fits"));
        }
        List<Fault> faults = new ArrayList<>(format.faults(mixture));
        if (format == ExportFormat.MESSAGES && this != AXOLOTL && mixture.has(ExampleProperty.MASKED_ANSWER)) {
            faults.add(new Fault(
                    "trainer",
                    label(),
                    "learns every answer of messages, and " + mixture.described(ExampleProperty.MASKED_ANSWER),
                    isReadAsCompletions(mixture)
                            ? "send format=" + ExportFormat.PROMPT_COMPLETION.label()
                            : "send trainer=" + AXOLOTL.label()));
        }
        return faults;
    }

    private boolean isReadAsCompletions(ExampleProperties mixture) {
        return formats.contains(ExportFormat.PROMPT_COMPLETION) && ExportFormat.PROMPT_COMPLETION.fits(mixture);
    }
}
