// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.Program;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// `edgewise`: the commands.
@Command(
        name = "edgewise",
        description = "Reads text from MQTT, runs a small language model on this board, publishes the answer back.",
        mixinStandardHelpOptions = true,
        versionProvider = EdgewiseCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            ReloadCommand.class,
            DeadLettersCommand.class,
            DoctorCommand.class,
            AskCommand.class,
            EvalCommand.class,
            BundleCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 usage, 69 broker or port not available,",
            "70 internal error, 78 configuration or bundle wrong."
        })
public final class EdgewiseCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    /// Runs a command line.
    ///
    /// @return the exit code
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new EdgewiseCommand())
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: a command is missing");
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"edgewise " + Program.running().version()};
        }
    }
}
