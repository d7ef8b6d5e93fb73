// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./edgewise chaos overload`.
@Command(
        name = "overload",
        description =
                "Measures what the gateway can do, sends five times as much for a while through one route, and watches"
                        + " memory, keep-alive, and a route of high priority beside it; then waits for the backlog.",
        mixinStandardHelpOptions = true)
final class OverloadCommand implements Callable<Integer> {
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "60", description = "of overload (60)")
    private int seconds;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "10s",
            description =
                    "of the route with the load; what waits longer after its reception becomes a dead letter (10s)")
    private String deadline = "";

    @Option(
            names = "--overflow",
            paramLabel = "SIZE",
            defaultValue = "256KiB",
            description = "of both routes: what may wait in the gateway beyond its window (256KiB)")
    private String overflow = "";

    @Override
    public Integer call() throws InterruptedException {
        try (OverloadRun run = new OverloadRun(deadline, overflow)) {
            return run.run(Duration.ofSeconds(seconds)) ? 0 : 1;
        }
    }
}
