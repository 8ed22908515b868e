package io.tiltmeter.languagemodel.command;

import io.tiltmeter.languagemodel.Precision;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every subcommand that answers lines. */
final class LineOptions {

    static final String ADAPTER = "a LoRA adapter in peft's layout";

    @Option(names = "--file", paramLabel = "FILE", description = "lines from here instead of stdin")
    Optional<Path> file;

    @Option(names = "--adapter", paramLabel = "FOLDER", description = ADAPTER)
    Optional<Path> adapter;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "float32",
            description = "float32 or bfloat16 (${DEFAULT-VALUE})")
    Precision compute;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, cuda:N or auto (cpu)")
    Optional<String> device;
}
