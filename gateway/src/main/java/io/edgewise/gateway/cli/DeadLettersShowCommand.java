// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.delivery.KeptLetter;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.inference.document.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise dead-letters show`: everything about one.
@Command(
        name = "show",
        description = "Shows one dead letter with its payload and all of its properties.",
        mixinStandardHelpOptions = true)
final class DeadLettersShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LetterSelection selection = new LetterSelection();

    @Parameters(paramLabel = "ID", description = "as list shows it, or its beginning")
    private String id = "";

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out(spec);
        KeptLetter letter = selection.letter(id, Terminal.err(spec));
        out.println("id            " + letter.id());
        out.println("at            " + letter.at());
        out.println("topic         " + letter.topic());
        letter.properties()
                .forEach(property ->
                        out.println(String.format("%-13s %s", property.name(), Printable.line(property.value()))));
        letter.contentType().ifPresent(type -> out.println("content type  " + Printable.line(type)));
        out.println("payload       "
                + letter.payload().map(DeadLettersShowCommand::shown).orElse("too large to be kept"));
        out.flush();
        return ExitCode.OK;
    }

    private static String shown(Payload payload) {
        return Printable.lines(new String(payload.bytes(), StandardCharsets.UTF_8));
    }
}
