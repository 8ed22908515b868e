package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.inference.TokenChoice;
import io.tiltmeter.languagemodel.text.PromptTemplate;
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
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./tiltmeter model FOLDER info | generate | score | loss}; docs/model-command.md. */
@Command(
        name = "./tiltmeter model",
        description = "Inspects a Hugging Face folder, or runs its model on lines from stdin: one JSON object a line"
                + " comes in, one goes out for each. Logs go to stderr.",
        customSynopsis = "./tiltmeter model FOLDER (info | generate | score | loss) [OPTION VALUE]...",
        parameterListHeading = "%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:every line was answered",
            " 1:a line or the folder was at fault",
            " 2:the command was at fault"
        })
public final class ModelCommand {

    /** Every line was answered. */
    static final int DONE = 0;
    /** A line or the folder was at fault. */
    static final int FAULTS = 1;
    /** The command was at fault. */
    static final int USAGE = 2;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream errors;

    @Parameters(paramLabel = "FOLDER", description = "a model in the layout of Hugging Face")
    private Path folder;

    @Option(
            names = "--help",
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "prints this text",
            order = 100)
    private boolean help;

    ModelCommand(InputStream in, PrintStream out, PrintStream errors) {
        this.in = in;
        this.out = out;
        this.errors = errors;
    }

    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int status = new ModelCommand(System.in, out, System.err).run(words);
        out.flush();
        System.exit(status);
    }

    int run(String... words) {
        CommandLine line = commandLine();
        if (words.length == 0 || words[0].equals("help") || Arrays.asList(words).contains("--help")) {
            usage(line, words.length == 0 ? errors : out);
            return words.length == 0 ? USAGE : DONE;
        }
        return line.execute(words);
    }

    private CommandLine commandLine() {
        return new CommandLine(this)
                .setExpandAtFiles(false)
                .setAllowOptionsAsOptionParameters(true)
                .setEndOfOptionsDelimiter("\0") // an answer may stop at any text, "--" too
                .registerConverter(Integer.class, converter(Integer::valueOf, "a whole number"))
                .registerConverter(Long.class, converter(Long::valueOf, "a whole number"))
                .registerConverter(Double.class, converter(Double::valueOf, "a number"))
                .registerConverter(Precision.class, ModelCommand::precision)
                .registerConverter(PromptTemplate.class, ModelCommand::template)
                .setParameterExceptionHandler((exception, words) -> refused(exception))
                .setExecutionExceptionHandler((exception, command, parsed) -> failed(exception));
    }

    /** Names the fault, all unknown options, and the known ones. */
    private int refused(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        errors.println(fault.getMessage());
        if (!(fault instanceof UnmatchedArgumentException)
                && !command.getUnmatchedArguments().isEmpty()) {
            errors.println("Unknown: " + String.join(", ", command.getUnmatchedArguments()));
        }
        errors.println(
                command.getSubcommands().isEmpty()
                        ? "Options of " + command.getCommandName() + ": "
                                + command.getCommandSpec().options().stream()
                                        .map(OptionSpec::longestName)
                                        .collect(Collectors.joining(", "))
                        : "Give a model folder and one of: "
                                + String.join(", ", command.getSubcommands().keySet()));
        return USAGE;
    }

    private int failed(Exception exception) {
        errors.println("tiltmeter model: " + exception.getMessage());
        return exception instanceof IllegalArgumentException && !(exception instanceof UnsupportedModelException)
                ? USAGE
                : FAULTS;
    }

    private static void usage(CommandLine line, PrintStream target) {
        line.usage(target);
        line.getSubcommands().values().forEach(command -> {
            target.println();
            command.usage(target);
        });
    }

    @Command(
            name = "info",
            customSynopsis = "./tiltmeter model FOLDER info [OPTION VALUE]...",
            sortOptions = false,
            description = "Prints what the folder holds and everything that is wrong with it.")
    int info(
            @Option(names = "--adapter", paramLabel = "FOLDER", description = LineOptions.ADAPTER)
                    Optional<Path> adapter)
            throws IOException {
        ModelInfo info = ModelInfo.of(folder, adapter);
        out.println(JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(info.json()));
        return info.faults().isEmpty() ? DONE : FAULTS;
    }

    @Command(
            name = "generate",
            customSynopsis = "./tiltmeter model FOLDER generate [OPTION VALUE]...",
            sortOptions = false,
            description =
                    "Answers prompts. With any of --temperature, --top-k, --top-p, --n and --seed tokens are drawn;"
                            + " without, the likeliest are taken.",
            footer = {
                "",
                "Lines: {\"prompt\": \"...\"} or {\"instruction\": \"...\", \"input\": \"...\"} or",
                "       {\"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}"
            })
    int generate(@Mixin LineOptions options, @Mixin GenerateOptions generation) throws IOException {
        TokenChoice choice = generation.choice();
        return answer(options, (model, tokenizer) -> new GenerateTask(model, tokenizer, generation, choice));
    }

    @Command(
            name = "score",
            customSynopsis = "./tiltmeter model FOLDER score [OPTION VALUE]...",
            sortOptions = false,
            description = "Log-likelihoods of continuations, by the rule of lm-evaluation-harness.",
            footer = {"", "Lines: {\"context\": \"...\", \"continuation\": \"...\"}"})
    int score(@Mixin LineOptions options) throws IOException {
        return answer(options, ScoreTask::new);
    }

    @Command(
            name = "loss",
            customSynopsis = "./tiltmeter model FOLDER loss [OPTION VALUE]...",
            sortOptions = false,
            description = "Mean loss of an output with its input in the prompt and without.",
            footer = {"", "Lines: {\"instruction\": \"...\", \"input\": \"...\", \"output\": \"...\"}"})
    int loss(
            @Mixin LineOptions options,
            @Option(
                            names = "--template",
                            paramLabel = "NAME",
                            defaultValue = "plain",
                            description = GenerateOptions.TEMPLATE)
                    PromptTemplate template)
            throws IOException {
        return answer(options, (model, tokenizer) -> new LossTask(model, tokenizer, template));
    }

    private int answer(LineOptions options, BiFunction<LanguageModel, Tokenizer, JsonLines.Task<?>> task)
            throws IOException {
        ModelInfo info = ModelInfo.of(folder, options.adapter);
        if (!Files.exists(folder.resolve("tokenizer.json"))) {
            info.faults().add("there is no tokenizer.json: texts cannot be encoded");
        }
        if (!info.faults().isEmpty()) {
            errors.println("tiltmeter model: " + folder + " cannot be used:");
            info.faults().forEach(fault -> errors.println("  " + fault));
            return FAULTS;
        }
        options.device.ifPresent(device -> System.setProperty(TorchEngine.DEVICE, device));
        try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
                LanguageModel model = LanguageModel.load(folder, options.compute);
                BufferedReader lines = lines(options.file)) {
            options.adapter.ifPresent(model::useAdapter);
            int faults = new JsonLines(lines, out).run(task.apply(model, tokenizer));
            return faults == 0 ? DONE : FAULTS;
        }
    }

    private BufferedReader lines(Optional<Path> file) throws IOException {
        return file.isPresent()
                ? Files.newBufferedReader(file.get())
                : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static <T extends Number> ITypeConverter<T> converter(Function<String, T> parse, String expected) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("\"" + text + "\" is not " + expected);
            }
        };
    }

    private static Precision precision(String id) {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"" + id + "\" is unknown; known: "
                        + Arrays.stream(Precision.values()).map(Precision::id).collect(Collectors.joining(", "))));
    }

    private static PromptTemplate template(String id) {
        try {
            return PromptTemplate.named(id);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
