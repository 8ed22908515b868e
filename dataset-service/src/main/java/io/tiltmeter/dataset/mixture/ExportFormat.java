package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.example.TrainingExample;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The formats in which a mixture is downloaded. A mixture with an example that a format cannot express is refused whole. */
public enum ExportFormat {
    /** Our own, with class and origin. */
    EXAMPLES {
        @Override
        public Object line(TrainingExample example, ExampleProperties mixture) {
            return example;
        }
    },
    /** {@code instruction, input, output}. */
    ALPACA(ExampleProperty.DOCUMENT, ExampleProperty.EARLIER_TURNS, ExampleProperty.SYSTEM_TEXT) {
        @Override
        public Object line(TrainingExample example, ExampleProperties mixture) {
            return ExportedLine.Alpaca.of(example);
        }
    },
    /**
     * {@code messages[{role, content}]}, with {@code train} in every answer of the file if one of them is masked: trainers
     * derive the columns of a file from its first lines.
     */
    MESSAGES(ExampleProperty.DOCUMENT) {
        @Override
        public Object line(TrainingExample example, ExampleProperties mixture) {
            return mixture.has(ExampleProperty.MASKED_ANSWER)
                    ? ExportedLine.Messages.withMasks(example)
                    : ExportedLine.Messages.of(example);
        }
    },
    /** {@code prompt} and {@code completion}, two lists of messages: only the last answer is learnt. */
    PROMPT_COMPLETION(ExampleProperty.DOCUMENT, ExampleProperty.LEARNT_EARLIER_ANSWER) {
        @Override
        public Object line(TrainingExample example, ExampleProperties mixture) {
            return ExportedLine.PromptCompletion.of(example);
        }
    },
    /** {@code text}: documents. */
    TEXT(ExampleProperty.PROMPT) {
        @Override
        public Object line(TrainingExample example, ExampleProperties mixture) {
            return new ExportedLine.Text(example.output());
        }
    };

    private final List<ExampleProperty> inexpressible;

    ExportFormat(ExampleProperty... inexpressible) {
        this.inexpressible = List.of(inexpressible);
    }

    /** An example of a mixture whose examples all fit, as a value that is written as JSON. */
    public abstract Object line(TrainingExample example, ExampleProperties mixture);

    /** Its name in requests and files, such as {@code prompt-completion}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of the file of a mixture. */
    public String fileName(String mixtureId) {
        return mixtureId + "-" + label() + ".jsonl";
    }

    boolean fits(ExampleProperties mixture) {
        return inexpressible.stream().noneMatch(mixture::has);
    }

    /** Why a mixture cannot be written in it, with the format that it can be written in; empty if it can. */
    public List<Fault> faults(ExampleProperties mixture) {
        ExportFormat other = Stream.of(MESSAGES, TEXT)
                .filter(format -> format.fits(mixture))
                .findFirst()
                .orElse(EXAMPLES);
        return inexpressible.stream()
                .filter(mixture::has)
                .map(property -> new Fault(
                        "format",
                        label(),
                        "cannot express that " + mixture.described(property),
                        "send format=" + other.label()))
                .toList();
    }
}
