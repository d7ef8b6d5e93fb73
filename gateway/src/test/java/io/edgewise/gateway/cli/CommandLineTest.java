// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @Test
    void helpListsTheCommandsAndTheExitCodes() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("demo", "run", "check", "doctor", "ask", "eval", "bundle")
                .contains("0 done", "1 failed", "2 usage", "69 broker", "70 internal", "78 configuration");
    }

    @ParameterizedTest
    @CsvSource({
        "demo, --once",
        "run, --config=FILE",
        "check, --config=FILE",
        "doctor, --config=FILE",
        "ask, --bundle=DIR",
        "eval, --out=FILE",
        "bundle inspect, --json"
    })
    void everyCommandHasHelp(String command, String option) {
        CommandRun run = CommandRun.of((Object[]) (command + " --help").split(" ", -1));

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: edgewise " + command).contains(option);
        assertThat(run.out().lines()).as("fits a terminal of 80 columns").allMatch(line -> line.length() <= 80);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theVersionIsOneLine() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).singleElement().asString().startsWith("edgewise ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense             | Unmatched argument",
                "--nonsense           | Unknown option: '--nonsense'",
                "check                | Missing required option: '--config=FILE'",
                "run                  | Missing required option: '--config=FILE'",
                "ask hello            | Missing required option: '--bundle=DIR'",
                "eval --in a --out b  | Missing required option: '--bundle=DIR'",
                "eval -b x --in a     | Missing required option: '--out=FILE'",
                "eval -b x --in a --out b --lanes many | '--lanes'",
                "check -c a -c b      | should be specified only once",
                "demo --twice         | Unknown option: '--twice'"
            })
    void aWrongCommandLineIsToldWithTheUsage(String arguments, String said) {
        CommandRun run = CommandRun.of((Object[]) arguments.split(" "));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(said).contains("Usage: edgewise");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutACommandItSaysThatOneIsMissing() {
        CommandRun run = CommandRun.of();

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("say what to do: a command is missing", "Usage: edgewise");
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheNearest() {
        assertThat(CommandRun.of("chekc").err()).contains("check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "doctor"})
    void aConfigurationThatIsNotThereIsNoDefect(String command) {
        CommandRun run = CommandRun.of(command, "-c", "/nowhere/edgewise.yaml");

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.out() + run.err())
                .contains("/nowhere/edgewise.yaml: 1 problem", "there is no such file")
                .doesNotContain("\tat ");
    }
}
