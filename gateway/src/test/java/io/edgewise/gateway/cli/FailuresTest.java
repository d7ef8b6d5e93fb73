// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.StartupException;
import io.edgewise.gateway.config.ConfigurationException;
import io.edgewise.inference.NativeLibraryException;
import io.edgewise.inference.document.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    @Command(name = "fails")
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    static List<Arguments> expectedFailures() {
        IOException broker = new IOException("no connection to mqtt://b:1: nothing listens there");
        return List.of(
                Arguments.of(new CommandFailed(1, "line 3 is wrong"), 1, "line 3 is wrong"),
                Arguments.of(new CommandFailed(2, "give another"), 2, "give another"),
                Arguments.of(
                        new ConfigurationException(Path.of("e.yaml"), List.of(new Problem("a.b", 3, "is missing"))),
                        78,
                        "e.yaml: 1 problem"),
                Arguments.of(new NativeLibraryException("the library is not there"), 78, "the library is not there"),
                Arguments.of(new IllegalArgumentException("ca.pem can't be read"), 78, "ca.pem can't be read"),
                Arguments.of(new StartupException("port 80 is taken", broker), 69, "port 80 is taken"),
                Arguments.of(
                        new UncheckedIOException("no connection to mqtt://b:1", broker),
                        69,
                        "no connection to mqtt://b:1"),
                Arguments.of(new NoSuchFileException("x/o"), 1, "can't open x/o: there is no such file or folder"),
                Arguments.of(new AccessDeniedException("/o"), 1, "can't open /o: permission denied"),
                Arguments.of(new FileSystemException("/o", null, "Is a directory"), 1, "can't use /o: Is a directory"),
                Arguments.of(
                        new UncheckedIOException(new MalformedInputException(1)), 1, "the input is not UTF-8 text"),
                Arguments.of(new UncheckedIOException(new AccessDeniedException("/o")), 1, "can't open /o: permission"),
                Arguments.of(new IOException("No space left on device"), 1, "No space left on device"));
    }

    @ParameterizedTest
    @MethodSource("expectedFailures")
    void whatMayHappenIsASentenceAndACode(Exception failure, int code, String sentence) {
        CommandRun run = fail(failure);

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).startsWith("edgewise: " + sentence);
        assertThat(run.err())
                .as("neither classes nor stack traces")
                .doesNotContain("\tat ", "Exception", "this is a defect");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aDefectOfOursIsToldWithItsStackTrace() {
        CommandRun run = fail(new IllegalStateException("this can't be"));

        assertThat(run.code()).isEqualTo(ExitCode.INTERNAL);
        assertThat(run.err())
                .startsWith("edgewise: this can't be\nedgewise: this is a defect of Edgewise")
                .contains("\tat io.edgewise.");
    }

    @Test
    void whatAFileOfOthersSaysIsNotObeyedByTheTerminal() {
        assertThat(fail(new IllegalArgumentException("no head \"\u009B31m\u001B[2J\"\n  and no other"))
                        .err())
                .isEqualTo("edgewise: no head \"␡31m␛[2J\"\n  and no other\n");
    }

    @Test
    void aDefectWithoutAMessageIsToldByItsName() {
        assertThat(fail(new NullPointerException()).err()).startsWith("edgewise: java.lang.NullPointerException");
    }

    private static CommandRun fail(Exception failure) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new Failing(failure))
                .setExecutionExceptionHandler(new Failures())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute();
        return new CommandRun(code, out.toString(), err.toString());
    }
}
