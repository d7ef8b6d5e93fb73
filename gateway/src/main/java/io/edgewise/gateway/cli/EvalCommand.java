// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.AnswerJson;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `edgewise eval`: a file of texts through a bundle, for scripts that score the answers.
@Command(
        name = "eval",
        description = {
            "Puts each line of a file through a bundle. Lines in: {\"id\": …, \"text\": …}.",
            "Lines out, in the same order: {\"id\": …, \"moderation\", \"extraction\", \"classification\" or"
                    + " \"embedding\": …}, as over MQTT."
        },
        mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    /// Enough that lanes can pack, few enough that memory stays flat.
    private static final int IN_WORK = 256;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-b", "--bundle"},
            required = true,
            paramLabel = "DIR",
            description = "a bundle directory, or the name of one that ships")
    private Path bundle = Path.of("");

    @Option(names = "--in", required = true, paramLabel = "FILE", description = "JSON lines with id and text")
    private Path in = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "JSON lines with the answers")
    private Path out = Path.of("");

    @Option(names = "--lanes", defaultValue = "0", paramLabel = "N", description = "threads; 0 means one per core")
    private int lanes;

    @Mixin
    private StepOptions options = new StepOptions();

    /// @param id as JSON
    private record Line(String id, CompletableFuture<Answer> answer) {}

    @Override
    public Integer call() throws IOException {
        int count = lanes > 0 ? lanes : Runtime.getRuntime().availableProcessors();
        long total = countLines();
        refuseToOverwriteTheInput();
        try (BundleSession session = BundleSession.open(bundle, count, options.step());
                BufferedReader reader = Files.newBufferedReader(in);
                BufferedWriter writer = Files.newBufferedWriter(out)) {
            Progress progress = new Progress(Terminal.err(spec), Terminal.isInteractive(), total);
            long lines = run(session, reader, writer, progress);
            progress.done();
            PrintWriter terminal = Terminal.out(spec);
            terminal.println(lines + " texts answered in " + progress.seconds() + " s: " + out);
            terminal.flush();
        }
        return ExitCode.OK;
    }

    private long countLines() throws IOException {
        try (var lines = Files.lines(in)) {
            return lines.count();
        } catch (NoSuchFileException e) {
            throw new CommandFailed(ExitCode.FAILED, "there is no file " + in);
        }
    }

    private void refuseToOverwriteTheInput() throws IOException {
        if (Files.exists(out) && Files.isSameFile(in, out)) {
            throw new CommandFailed(ExitCode.USAGE, "--in and --out are the same file, " + in + ": give another --out");
        }
    }

    private long run(BundleSession session, BufferedReader reader, BufferedWriter writer, Progress progress)
            throws IOException {
        Deque<Line> waiting = new ArrayDeque<>();
        long number = 0;
        for (String json = reader.readLine(); json != null; json = reader.readLine()) {
            number++;
            JsonNode node = parse(json, number);
            waiting.addLast(new Line(
                    node.path("id").toString(), session.ask(node.path("text").stringValue())));
            if (waiting.size() == IN_WORK) {
                write(waiting.removeFirst(), writer);
                progress.step();
            }
        }
        while (!waiting.isEmpty()) {
            write(waiting.removeFirst(), writer);
            progress.step();
        }
        return number;
    }

    private JsonNode parse(String json, long number) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, in + " line " + number + " is not JSON: " + e.getOriginalMessage());
        }
        JsonNode id = node.path("id");
        require(id.isString() || id.isNumber(), number, "id", "a text or a number");
        require(node.path("text").isString(), number, "text", "a text");
        return node;
    }

    private void require(boolean right, long number, String member, String expected) {
        if (!right) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    in + " line " + number + ": the member \"" + member + "\" must be " + expected
                            + ", as in {\"id\": 1, \"text\": \"hello\"}");
        }
    }

    private void write(Line line, BufferedWriter writer) throws IOException {
        try {
            byte[] json = AnswerJson.answer(
                    Optional.of(line.id()), Optional.empty(), line.answer().join());
            writer.write(new String(json, StandardCharsets.UTF_8));
            writer.newLine();
        } catch (CompletionException e) {
            throw new CommandFailed(ExitCode.FAILED, "no answer for id " + line.id() + ": " + e.getCause());
        }
    }
}
