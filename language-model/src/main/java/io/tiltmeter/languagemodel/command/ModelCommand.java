package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The door for people and checks: {@code ./tiltmeter model FOLDER info | generate | score | loss}; docs/model-command.md. */
public final class ModelCommand {

    /** Everything was answered. */
    static final int DONE = 0;
    /** A line or the folder was at fault. */
    static final int FAULTS = 1;
    /** The words of the command were wrong. */
    static final int USAGE = 2;

    private static final String HELP = """
            ./tiltmeter model FOLDER info        what a Hugging Face folder holds, and everything that is wrong with it
            ./tiltmeter model FOLDER generate    answers to prompts
            ./tiltmeter model FOLDER score       log-likelihoods of continuations, by lm-evaluation-harness' rule
            ./tiltmeter model FOLDER loss        mean loss of an output with its input and without

            One JSON object a line comes in on stdin, one goes out for each; logs go to stderr.
              generate   {"prompt": "..."} or {"instruction": "...", "input": "..."} or
                         {"messages": [{"role": "user", "content": "..."}]}
              score      {"context": "...", "continuation": "..."}
              loss       {"instruction": "...", "input": "...", "output": "..."}

            Options:
              --file FILE          lines from here instead of stdin
              --adapter FOLDER     a LoRA adapter in peft's layout
              --dtype TYPE         float32 or bfloat16 (float32)
              --device DEVICE      cpu, cuda:N or auto (cpu)
              --template NAME      of instructions and messages (plain); docs/templates.md
              --max-new-tokens N   (64)
              --temperature T, --top-k K, --top-p P, --n N, --seed S
                                   any of them samples; without one the likeliest tokens are taken (1, 0, 1, 1, 0)
              --stop TEXT          ends an answer before it; may stand more than once

            Exit status: 0, or 1 if a line or the folder was at fault, or 2 if the command was.
            """;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream errors;

    ModelCommand(InputStream in, PrintStream out, PrintStream errors) {
        this.in = in;
        this.out = out;
        this.errors = errors;
    }

    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int status = new ModelCommand(System.in, out, System.err).run(List.of(words));
        out.flush();
        System.exit(status);
    }

    int run(List<String> words) {
        if (words.isEmpty() || words.get(0).equals("help") || words.contains("--help")) {
            (words.isEmpty() ? errors : out).print(HELP);
            return words.isEmpty() ? USAGE : DONE;
        }
        CommandOptions options;
        try {
            options = CommandOptions.parse(words);
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            return USAGE;
        }
        try {
            return options.verb() == CommandOptions.Verb.INFO ? info(options) : answer(options);
        } catch (UnsupportedModelException | IOException e) {
            errors.println("tiltmeter model: " + e.getMessage());
            return FAULTS;
        } catch (IllegalArgumentException e) {
            errors.println("tiltmeter model: " + e.getMessage());
            return USAGE;
        }
    }

    private int info(CommandOptions options) throws IOException {
        ModelInfo info = ModelInfo.of(
                Path.of(options.folder()), options.text("--adapter").map(Path::of));
        out.println(JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(info.json()));
        return info.faults().isEmpty() ? DONE : FAULTS;
    }

    private int answer(CommandOptions options) throws IOException {
        Path folder = Path.of(options.folder());
        Precision compute = precision(options.text("--dtype", Precision.FLOAT32.id()));
        Optional<Path> adapter = options.text("--adapter").map(Path::of);
        ModelInfo info = ModelInfo.of(folder, adapter);
        if (!Files.exists(folder.resolve("tokenizer.json"))) {
            info.faults().add("there is no tokenizer.json: texts cannot be read");
        }
        if (!info.faults().isEmpty()) {
            errors.println("tiltmeter model: " + folder + " cannot be used:");
            info.faults().forEach(fault -> errors.println("  " + fault));
            return FAULTS;
        }
        options.text("--device").ifPresent(device -> System.setProperty(TorchEngine.DEVICE, device));
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
                LanguageModel model = LanguageModel.load(folder, compute);
                BufferedReader lines = lines(options)) {
            adapter.ifPresent(model::useAdapter);
            int faults = new JsonLines(lines, out).run(work(options, model, tokenizer));
            return faults == 0 ? DONE : FAULTS;
        }
    }

    private static JsonLines.Work<?> work(CommandOptions options, LanguageModel model, Tokenizer tokenizer) {
        return switch (options.verb()) {
            case GENERATE -> new GenerateWork(model, tokenizer, options);
            case SCORE -> new ScoreWork(model, tokenizer);
            case LOSS -> new LossWork(model, tokenizer, options);
            case INFO -> throw new IllegalStateException("info answers no lines");
        };
    }

    private BufferedReader lines(CommandOptions options) throws IOException {
        Optional<String> file = options.text("--file");
        return file.isPresent()
                ? Files.newBufferedReader(Path.of(file.get()))
                : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static Precision precision(String id) {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--dtype \"" + id + "\" is unknown; there is: "
                        + Arrays.stream(Precision.values()).map(Precision::id).collect(Collectors.joining(", "))));
    }
}
