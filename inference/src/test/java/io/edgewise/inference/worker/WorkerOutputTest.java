// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerOutputTest {
    private final WorkerOutput output = new WorkerOutput("npu");

    private void prints(String text) {
        output.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Test
    void theJvmsReportOfACrashIsReadForSignalAndPlace() {
        prints("""
                npu: driver 1.2
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f2c1c1a1169, pid=4242, tid=4250
                #
                # JRE version: OpenJDK Runtime Environment (25.0) (build 25)
                # Problematic frame:
                # C  [libnpu.so+0x1169]  npu_invoke+0x9
                #
                """);

        assertThat(output.crash()).contains("SIGSEGV in libnpu.so+0x1169 npu_invoke+0x9");
        assertThat(output.lastWords()).isEqualTo("npu: driver 1.2");
    }

    @Test
    void withoutACrashThereIsNone() {
        prints("terminate called after throwing an instance of 'std::runtime_error'\n  what():  no device\n");

        assertThat(output.crash()).isEmpty();
        assertThat(output.lastWords())
                .isEqualTo("terminate called after throwing an instance of 'std::runtime_error' / what():  no device");
    }

    /// As Arm NN does it for each matrix that it declines.
    @Test
    void whatIsSaidAgainAndAgainIsSaidOnce() {
        prints("driver 1.2\n" + "FULLY_CONNECTED: not supported\nweights: wrong type\n".repeat(19));

        assertThat(output.lastWords()).isEqualTo("driver 1.2 / FULLY_CONNECTED: not supported / weights: wrong type");
    }

    @Test
    void anExceptionIsToldWithoutWhatWasPrintedBeforeIt() {
        prints("FULLY_CONNECTED: not supported\n".repeat(19)
                + "terminate called after throwing an instance of 'armnn::Exception'\n  what():  no backend\n");

        assertThat(output.lastWords())
                .isEqualTo("terminate called after throwing an instance of 'armnn::Exception' / what():  no backend");
    }

    /// Recorded; see the receipt `aborting.json`.
    @Test
    void ofTheHundredLinesThatArmNnPrintsThoseOfItsExceptionAreTold() throws IOException {
        try (InputStream in = WorkerOutputTest.class.getResourceAsStream("arm-nn-aborting.txt")) {
            output.read(Objects.requireNonNull(in));
        }

        assertThat(output.crash()).isEmpty();
        assertThat(output.lastWords())
                .isEqualTo("terminate called after throwing an instance of 'armnn::Exception' / what():"
                        + "  TfLiteArmnnDelegate: There are unsupported operators in the model. Not falling back to TfLite"
                        + " Runtime as fallback is disabled. This should only be disabled under test conditions.");
    }

    @Test
    void aDelegateThatPrintsWithoutEndIsKeptShort() {
        prints("line of a very talkative delegate\n".repeat(100_000) + "x".repeat(1_000_000));

        assertThat(output.lastWords()).hasSizeLessThan(1_000).endsWith("xxx");
    }

    @Test
    void nothingPrintedIsNothing() {
        assertThat(output.lastWords()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "132 | ended with SIGILL: its code has instructions that this processor lacks",
                "134 | aborted (SIGABRT)",
                "137 | was killed (SIGKILL), perhaps by the system for want of memory",
                "139 | crashed with SIGSEGV",
                "3   | ended with exit code 3"
            })
    void exitStatusesAreSentences(int status, String sentence) {
        assertThat(ExitStatus.of(status)).isEqualTo(sentence);
    }
}
