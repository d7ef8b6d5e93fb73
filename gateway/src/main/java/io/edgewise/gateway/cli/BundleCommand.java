// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `edgewise bundle`: what is done to bundles.
@Command(
        name = "bundle",
        description =
                "Makes bundles, looks into bundles and model files, measures and signs them, and finds thresholds.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BundleInspectCommand.class,
            BundleBenchCommand.class,
            BundleCalibrateCommand.class,
            BundleWrapCommand.class,
            BundleImportCommand.class,
            BundlePlanCommand.class,
            BundleKeyCommand.class,
            BundleSignCommand.class,
            BundleVerifyCommand.class
        })
final class BundleCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: a command is missing");
        }
    }
}
