// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `edgewise dead-letters`: what is done about messages that have no answer.
@Command(
        name = "dead-letters",
        description = "Lists messages that got no answer, shows one, sends them in again.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DeadLettersListCommand.class, DeadLettersShowCommand.class, DeadLettersReplayCommand.class})
final class DeadLettersCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: a command is missing");
        }
    }
}
