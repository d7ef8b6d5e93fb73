// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.delivery.KeptLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// Which dead letters a command is about.
final class LetterSelection {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the configuration of the gateway")
    private Path config = Path.of("");

    @Option(names = "--reason", paramLabel = "REASON", description = "only those with this reason, such as deadline")
    private String reason = "";

    @Option(names = "--route", paramLabel = "NAME", description = "only those of this route")
    private String route = "";

    GatewayConfiguration configuration() {
        return ConfigurationReader.read(config);
    }

    /// In the order in which they were written.
    ///
    /// @param err told about lines that can't be read
    List<KeptLetter> letters(PrintWriter err) {
        Path state = configuration().state();
        KeptLetter.Reading reading;
        try {
            reading = KeptLetter.readAll(state);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "the dead letters in " + state + " can't be read (" + e + "): may this user read it?");
        }
        if (reading.unreadable() > 0) {
            err.println(reading.unreadable() + " lines can't be read; a crash cut them short");
            err.flush();
        }
        return reading.letters().stream()
                .filter(letter -> reason.isEmpty() || letter.property("reason").equals(reason))
                .filter(letter -> route.isEmpty() || letter.route().equals(route))
                .toList();
    }

    /// The one that a person means.
    ///
    /// @param id or its beginning
    KeptLetter letter(String id, PrintWriter err) {
        List<KeptLetter> found = letters(err).stream()
                .filter(letter -> letter.id().startsWith(id))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.FAILED, "no dead letter \"" + id + "\": edgewise dead-letters list shows their ids");
        }
        if (found.stream().map(KeptLetter::id).distinct().count() > 1) {
            throw new CommandFailed(
                    ExitCode.FAILED, found.size() + " dead letters begin with \"" + id + "\": give more of it");
        }
        return found.getLast();
    }
}
