package io.tiltmeter.quickstart.client;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./tiltmeter completion}: a script by which bash completes commands and options. */
@Command(name = "completion")
public final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        command.commandLine()
                .getOut()
                .print(AutoComplete.bash("tiltmeter", command.root().commandLine()));
        return 0;
    }
}
