// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.config.ConfigurationException;
import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.RouteConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `edgewise check`: is this configuration right?
@Command(
        name = "check",
        description = "Checks a configuration and the bundles that it names; lists every problem with line and path.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the configuration")
    private Path config = Path.of("");

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out(spec);
        try {
            GatewayConfiguration configuration = ConfigurationReader.read(config);
            out.println(config + ": no problems");
            for (RouteConfiguration route : configuration.routes()) {
                out.println("  " + route.name() + ": " + route.from() + " -> " + route.to());
            }
            configuration
                    .models()
                    .forEach((name, model) -> model.signer()
                            .ifPresent(
                                    key -> out.println("  " + name + ": " + model.bundle() + " is signed by " + key)));
            return ExitCode.OK;
        } catch (ConfigurationException e) {
            out.println(e.getMessage());
            return ExitCode.CONFIGURATION;
        } finally {
            out.flush();
        }
    }
}
