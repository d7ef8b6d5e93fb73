// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.delivery.KeptLetter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `edgewise dead-letters list`: a line for each, the newest last.
@Command(
        name = "list",
        description = "Lists the dead letters that the gateway has noted in its state folder, the newest last.",
        mixinStandardHelpOptions = true)
final class DeadLettersListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LetterSelection selection = new LetterSelection();

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out(spec);
        List<KeptLetter> letters = selection.letters(Terminal.err(spec));
        for (KeptLetter letter : letters) {
            out.println(String.format(
                    Locale.ROOT,
                    "%s  %.19s  %-14s  %-16s  %s: %s",
                    letter.id(),
                    letter.at(),
                    letter.property("reason"),
                    letter.route(),
                    letter.property("source-topic"),
                    letter.property("detail")));
        }
        out.println(letters.isEmpty() ? "no dead letters" : letters.size() + " dead letters");
        out.flush();
        return ExitCode.OK;
    }
}
