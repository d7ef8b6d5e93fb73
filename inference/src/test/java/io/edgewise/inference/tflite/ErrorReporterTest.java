// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceCancelledException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReporterTest {
    private final ErrorReporter reporter = new ErrorReporter();

    @AfterEach
    void close() {
        reporter.close();
    }

    @Test
    void whatWasReportedIsHandedOutOnce() {
        report("first\n");
        report("second");

        assertThat(reporter.drain()).isEqualTo("first; second");
        assertThat(reporter.drain()).isEqualTo("no reason given");
    }

    @Test
    void onlyTheLastEightMessagesAreKept() {
        for (int i = 1; i <= 1000; i++) {
            report("m" + i);
        }

        assertThat(reporter.drain()).isEqualTo("m993; m994; m995; m996; m997; m998; m999; m1000");
    }

    @Test
    void aLongMessageIsCut() {
        report("é".repeat(100_000));

        assertThat(reporter.drain()).startsWith("éééé").hasSizeLessThan(513);
    }

    @Test
    void aStatusBecomesTheExceptionThatSaysWhatToDo() {
        Status.check(0, "anything", reporter);
        report("a kernel said so");

        assertThatThrownBy(() -> Status.check(1, "running", reporter))
                .isExactlyInstanceOf(InferenceException.class)
                .hasMessage("running failed with status 1: a kernel said so");
        assertThatThrownBy(() -> Status.check(7, "allocating", reporter))
                .isExactlyInstanceOf(UnsupportedModelException.class)
                .hasMessage("allocating failed with status 7: no reason given. The library lacks an operator of this"
                        + " model; convert it without custom or Flex ops.");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void whatADelegateRefusesMayBeTriedWithoutIt(int status) {
        assertThatThrownBy(() -> Status.check(status, "building", reporter))
                .isExactlyInstanceOf(DelegateException.class)
                .hasMessage("building failed with status " + status + ": no reason given");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, 99})
    void anyOtherStatusIsAFailure(int status) {
        assertThatThrownBy(() -> Status.check(status, "running", reporter))
                .isExactlyInstanceOf(InferenceException.class)
                .hasMessageContaining("status " + status);
    }

    @Test
    void aCancelledRunIsNoFailureOfTheModel() {
        assertThatThrownBy(() -> Status.check(8, "running", reporter))
                .isExactlyInstanceOf(InferenceCancelledException.class)
                .hasMessage("running was cancelled");
    }

    /// A format without conversions reads no arguments; the list of none is as large as a `va_list` is anywhere.
    private void report(String text) {
        try (Arena arena = Arena.ofConfined()) {
            reporter.report(MemorySegment.NULL, arena.allocateFrom(text), arena.allocate(64, 8));
        }
    }
}
