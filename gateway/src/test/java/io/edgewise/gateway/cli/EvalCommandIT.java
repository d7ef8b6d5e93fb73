// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvalCommandIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path bundle;
    private Path in;
    private Path out;

    @BeforeEach
    void prepare() {
        bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));
        in = folder.resolve("in.jsonl");
        out = folder.resolve("out.jsonl");
    }

    @Test
    void everyLineIsAnsweredInOrder() throws IOException {
        // More than are in work at once.
        List<String> lines = IntStream.range(0, 600)
                .mapToObj(i -> "{\"id\":\"t-" + i + "\",\"text\":\"the pump " + i + "\"}")
                .toList();

        CommandRun run = eval(lines);

        assertThat(run.code()).isZero();
        assertThat(answers())
                .extracting(answer -> answer.path("id").asString())
                .containsExactlyElementsOf(
                        IntStream.range(0, 600).mapToObj(i -> "t-" + i).toList());
        assertThat(answers())
                .allMatch(answer -> answer.path("moderation").path("verdict").isString());
        assertThat(run.out()).matches("600 texts answered in [0-9.]+ s: " + out + "\\R");
        assertThat(run.err()).as("no bar where nobody looks").isEmpty();
    }

    @Test
    void anIdStaysWhatItIs() throws IOException {
        CommandRun run = eval(List.of(
                "{'id':7,'text':'a'}", "{'id':'7','text':'a'}", "{'id':'a\\\"b','text':'a'}", "{'text':'a','id':1.5}"));

        assertThat(run.code()).isZero();
        assertThat(Files.readAllLines(out))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("{\"id\":7,\"moderation\""),
                        line -> assertThat(line).startsWith("{\"id\":\"7\",\"moderation\""),
                        line -> assertThat(line).startsWith("{\"id\":\"a\\\"b\",\"moderation\""),
                        line -> assertThat(line).startsWith("{\"id\":1.5,\"moderation\""));
    }

    @Test
    void lanesDoNotChangeTheAnswers() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> "{'id':" + i + ",'text':'seven pumps " + "hot ".repeat(i % 5) + "'}")
                .toList();

        assertThat(eval(lines, "--lanes", 1).code()).isZero();
        List<String> one = answers().stream().map(EvalCommandIT::verdict).toList();
        assertThat(eval(lines, "--lanes", 3).code()).isZero();

        assertThat(answers()).extracting(EvalCommandIT::verdict).isEqualTo(one);
    }

    /// A second line, and what is said of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "not JSON                  | line 2 is not JSON: ",
                "{'id':2,'text':           | line 2 is not JSON: ",
                "{'id':2}                  | line 2: the member \"text\" must be a text",
                "{'id':2,'text':3}         | line 2: the member \"text\" must be a text",
                "{'text':'a'}              | line 2: the member \"id\" must be a text or a number",
                "{'id':null,'text':'a'}    | line 2: the member \"id\" must be a text or a number",
                "{'id':{'x':1},'text':'a'} | line 2: the member \"id\" must be a text or a number",
                "[]                        | line 2: the member \"id\"",
                "~~                        | line 2: the member \"id\""
            })
    void aWrongLineIsToldWithItsNumber(String second, String said) throws IOException {
        CommandRun run = eval(List.of("{'id':1,'text':'secret words'}", second, "{'id':3,'text':'a'}"));

        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).startsWith("edgewise: " + in + " " + said).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anInputThatIsNotThere() {
        CommandRun run = CommandRun.of("eval", "-b", bundle, "--in", in, "--out", out);

        assertThat(run).isEqualTo(new CommandRun(1, "", "edgewise: there is no file " + in + "\n"));
        assertThat(out).doesNotExist();
    }

    @Test
    void anInputThatIsNotUtf8() throws IOException {
        Files.write(in, new byte[] {'{', '"', (byte) 0xFC, '"', '}', '\n'});

        CommandRun run = CommandRun.of("eval", "-b", bundle, "--in", in, "--out", out);

        assertThat(run).isEqualTo(new CommandRun(1, "", "edgewise: the input is not UTF-8 text\n"));
    }

    @Test
    void anOutputThatCannotBeWritten() throws IOException {
        Path nowhere = folder.resolve("no/such/out.jsonl");
        Files.writeString(in, "{\"id\":1,\"text\":\"a\"}\n");

        CommandRun missing = CommandRun.of("eval", "-b", bundle, "--in", in, "--out", nowhere);
        CommandRun directory = CommandRun.of("eval", "-b", bundle, "--in", in, "--out", folder);

        assertThat(missing)
                .isEqualTo(new CommandRun(
                        1, "", "edgewise: can't open " + nowhere + ": there is no such file or folder\n"));
        assertThat(directory).isEqualTo(new CommandRun(1, "", "edgewise: can't use " + folder + ": Is a directory\n"));
    }

    @Test
    void theInputIsNeverOverwritten() throws IOException {
        Files.writeString(in, "{\"id\":1,\"text\":\"a\"}\n");

        CommandRun run = CommandRun.of("eval", "-b", bundle, "--in", in, "--out", folder.resolve("./in.jsonl"));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("edgewise: --in and --out are the same file");
        assertThat(in).hasContent("{\"id\":1,\"text\":\"a\"}\n");
    }

    @Test
    void anUnknownBundleIsASentenceAndLeavesNoOutput() throws IOException {
        Files.writeString(in, "{\"id\":1,\"text\":\"a\"}\n");

        CommandRun run = CommandRun.of("eval", "-b", folder.resolve("none"), "--in", in, "--out", out);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).startsWith("edgewise: ").contains("there is no such directory");
        assertThat(out).doesNotExist();
    }

    @Test
    void anEmptyInputGivesAnEmptyOutput() throws IOException {
        CommandRun run = eval(List.of());

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("0 texts answered");
        assertThat(out).isEmptyFile();
    }

    /// Lines with single quotes, for the eye.
    private CommandRun eval(List<String> lines, Object... more) throws IOException {
        Files.write(in, lines.stream().map(line -> line.replace('\'', '"')).toList());
        List<Object> arguments = new ArrayList<>(List.of("eval", "-b", bundle, "--in", in, "--out", out));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    private List<JsonNode> answers() throws IOException {
        return Files.readAllLines(out).stream().map(JSON::readTree).toList();
    }

    private static String verdict(JsonNode answer) {
        return answer.path("id") + " "
                + answer.path("moderation").path("verdict").asString();
    }
}
