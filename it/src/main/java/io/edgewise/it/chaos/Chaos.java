// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import io.edgewise.testkit.ProjectRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./edgewise chaos`: breaks gateway and broker in every way there is, and counts what is lost and what comes
/// twice. Exits with 0 when nothing is lost, each repetition has the key of its message, and nothing comes twice
/// where nothing broke.
@Command(
        name = "./edgewise chaos",
        description =
                "Sends numbered messages through a gateway with the shipped moderation bundle and Mosquitto, breaks both"
                        + " meanwhile, and prints one line for each scenario. Some minutes; see docs/delivery.md.",
        mixinStandardHelpOptions = true,
        subcommands = OverloadCommand.class)
public final class Chaos implements Callable<Integer> {
    private static final int KEPT = 0;
    private static final int BROKEN = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SCENARIO",
            description =
                    "none, kill, sigterm, gateway-freeze, broker-restart, broker-kill, freeze, mix, writing; all of them when there is none")
    private List<String> scenarios = Scenario.names();

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "3000",
            description = "in each scenario, one in thirty in writing (3000)")
    private int messages;

    @Option(names = "--seed", paramLabel = "N", description = "of the moments faults strike (today's clock)")
    private long seed = System.nanoTime() % 1_000_000_007;

    private Chaos() {}

    @Override
    public Integer call() {
        List<Scenario> chosen = chosen();
        System.out.printf(
                "%d messages in each scenario (one in thirty of them in writing), seed %d%n%n%s",
                messages, seed, Outcome.header());
        int broken = 0;
        for (Scenario scenario : chosen) {
            try (ChaosRun run = new ChaosRun(scenario, messages, seed)) {
                Outcome outcome = run.run(logs());
                System.out.print(outcome);
                broken += outcome.isKept() ? 0 : 1;
            }
        }
        System.out.println(
                broken == 0
                        ? "\nNothing was lost, and every repetition had the key of its message."
                        : "\nThe promise was not kept in %d of %d scenarios.".formatted(broken, chosen.size()));
        return broken == 0 ? KEPT : BROKEN;
    }

    private List<Scenario> chosen() {
        if (messages < 1) {
            throw new ParameterException(spec.commandLine(), "--messages: expected 1 or more, got " + messages);
        }
        try {
            return scenarios.stream().map(Scenario::named).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static Path logs() {
        return ProjectRoot.path("it/target").resolve("chaos");
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }
}
