// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.answer.AnswerJson;
import io.edgewise.inference.bundle.DescriptorFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise ask`: one text through a bundle.
@Command(
        name = "ask",
        description =
                "Puts a text through a bundle and prints the answer as JSON; without a text, each line of standard"
                        + " input.",
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-b", "--bundle"},
            required = true,
            paramLabel = "DIR",
            description = "a bundle directory, or the name of one that ships, such as moderation")
    private Path bundle = Path.of("");

    @Mixin
    private StepOptions options = new StepOptions();

    @Mixin
    private WritingOptions writing = new WritingOptions();

    @Parameters(arity = "0..*", paramLabel = "TEXT", description = "the text; several words need no quotes")
    private List<String> words = List.of();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Terminal.out(spec);
        try (BundleSession session = session()) {
            if (!words.isEmpty()) {
                print(session, String.join(" ", words), out);
                return ExitCode.OK;
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    print(session, line, out);
                }
            }
            return ExitCode.OK;
        }
    }

    private BundleSession session() {
        if (!DescriptorFile.read(Home.bundle(bundle)).isGenerator()) {
            writing.requireNone();
            return BundleSession.open(bundle, 1, options.step());
        }
        return BundleSession.open(writing.generator(Home.bundle(bundle)), writing.step());
    }

    private static void print(BundleSession session, String text, PrintWriter out) {
        try {
            byte[] json = AnswerJson.answer(
                    Optional.empty(), Optional.of(text), session.ask(text).join());
            out.println(new String(json, StandardCharsets.UTF_8));
            out.flush();
        } catch (CompletionException e) {
            throw new CommandFailed(ExitCode.FAILED, "no answer: " + e.getCause());
        }
    }
}
