// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.graph.Graph;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.delegate.TestDelegate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a vendor's code can do to its process, and what comes of it in ours.
class DelegateHostIT extends HostedWorkers {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create  | crash | crashed with SIGSEGV in c.so\\+0x.*, while building an interpreter.*",
                "create  | abort | aborted \\(SIGABRT\\), while building an interpreter: TestDelegate: internal error in create",
                "create  | exit  | ended with exit code 3, while building an interpreter",
                "prepare | crash | crashed with SIGSEGV in c.so\\+0x.*, while building an interpreter.*",
                "prepare | abort | aborted \\(SIGABRT\\), while building an interpreter: .*",
                "init    | crash | crashed with SIGSEGV in c.so\\+0x.*, while building an interpreter.*",
                "init    | abort | aborted \\(SIGABRT\\), while building an interpreter: .*",
            })
    void aWorkerThatDiesWhileAGraphIsBuiltIsASentenceAndTheNextOneWorks(String place, String how, String sentence) {
        assertThatThrownBy(() -> open("at", place, "how", how))
                .isInstanceOf(DelegateCrashedException.class)
                .hasMessageMatching("the worker process of delegate \"vendor\" " + sentence);

        assertThat(rightAnswer()).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crash | crashed with SIGSEGV in c.so\\+0x.*, while running a pass.*",
                "abort | aborted \\(SIGABRT\\), while running a pass: TestDelegate: internal error in invoke",
                "exit  | ended with exit code 3, while running a pass",
                "hang  | was killed, because it hung: running a pass took longer than 2000 ms, while running a pass; printed before: TestDelegate: waiting in invoke",
            })
    void aWorkerThatDiesInAPassIsASentenceNowAndEverAfterAndTheNextOneWorks(String how, String sentence) {
        String expected = "the worker process of delegate \"vendor\" " + sentence;
        try (Graph graph = open("dynamic", "1", "at", "invoke", "how", how)) {
            assertThatThrownBy(() -> run(graph))
                    .isInstanceOf(DelegateCrashedException.class)
                    .hasMessageMatching(expected);
            assertThatThrownBy(() -> run(graph)).isInstanceOf(DelegateCrashedException.class);
            assertThat(host.pid()).isEmpty();
        }

        assertThat(rightAnswer()).hasSize(7);
    }

    /// As one that hangs in the kernel does, where no signal reaches it.
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aHangEndsAtItsLimitThoughTheConnectionStaysOpen() {
        Path daemon = folder.resolve("daemon");
        try (Graph graph = open("dynamic", "1", "at", "invoke", "how", "hang", "daemon", daemon.toString())) {
            assertThatThrownBy(() -> run(graph))
                    .isInstanceOf(DelegateCrashedException.class)
                    .hasMessageContaining("it hung: running a pass took longer than 2000 ms");
            assertThat(rightAnswer()).hasSize(7);
        } finally {
            helper(daemon).destroyForcibly();
        }
    }

    @Test
    void aDelegateThatHangsWhileItFollowsAShapeHasAsLongAsForAPass() throws IOException {
        Path stuck = folder.resolve("stuck");
        try (Graph graph = open("dynamic", "1", "at", "resize", "how", "hang", "while", stuck.toString())) {
            run(graph);
            Files.createFile(stuck);

            assertThatThrownBy(() -> graph.resize(shapes(5)))
                    .isInstanceOf(DelegateCrashedException.class)
                    .hasMessageContaining("it hung: resizing took longer than 2000 ms");
        }
    }

    @Test
    void aHangWhileAGraphIsBuiltEndsAtItsLimit() {
        assertThatThrownBy(() -> open("at", "prepare", "how", "hang"))
                .isInstanceOf(DelegateCrashedException.class)
                .hasMessageContaining("it hung: building an interpreter took longer than 10000 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "prepare", "init"})
    void aRefusalIsToldInTheDelegatesOwnWordsAndTheWorkerLives(String place) {
        float[] right = rightAnswer();
        long pid = host.pid().orElseThrow();

        assertThatThrownBy(() -> open("at", place, "how", "refuse"))
                .isInstanceOf(DelegateException.class)
                .isNotInstanceOf(DelegateCrashedException.class)
                .hasMessageContaining("TestDelegate: ");

        assertThat(rightAnswer()).isEqualTo(right);
        assertThat(host.pid()).hasValue(pid);
    }

    @Test
    void aPassThatFailsIsToldInTheDelegatesOwnWordsAndTheWorkerLives() {
        rightAnswer();
        long pid = host.pid().orElseThrow();
        try (Graph graph = open("dynamic", "1", "at", "invoke", "how", "refuse")) {
            assertThatThrownBy(() -> run(graph))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("TestDelegate: device lost (error 42)");
        }
        assertThat(host.pid()).hasValue(pid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "init", "invoke"})
    void aCppExceptionThatNobodyCatchesEndsTheWorkerAndIsTold(String place) {
        TestDelegates.library(TestDelegate.THROWING);

        assertThatThrownBy(() -> {
                    try (Graph graph = host.open(request(TestDelegates.external(TestDelegate.THROWING, "at", place)))) {
                        run(graph);
                    }
                })
                .isInstanceOf(DelegateCrashedException.class)
                .hasMessageContaining("aborted (SIGABRT)")
                .hasMessageContaining("vendor exception in " + place);
    }

    @Test
    void aLibraryThatIsNoDelegateIsToldAndTheWorkerLives() {
        assertThatThrownBy(() -> host.open(request(TestDelegates.external(TestDelegate.NO_SYMBOLS))))
                .isInstanceOf(DelegateException.class)
                .isNotInstanceOf(DelegateCrashedException.class)
                .hasMessageContaining("it is no TFLite delegate");
        assertThat(host.pid()).isPresent();
    }

    @Test
    void otherGraphsOfADeadWorkerFailToo() {
        try (Graph well = open("dynamic", "1");
                Graph ill = open("dynamic", "1", "at", "invoke", "how", "abort")) {
            run(well);
            assertThatThrownBy(() -> run(ill)).isInstanceOf(DelegateCrashedException.class);
            assertThatThrownBy(() -> run(well)).isInstanceOf(DelegateCrashedException.class);
        }
    }

    @Test
    void theModelWhoseCallHangsIsAtFaultAndTheOthersAreNot() {
        Path other = TinyFile.MODERATION_FP32.writeTo(folder);
        try (Graph well = host.open(request(other, TestDelegates.c("dynamic", "1")));
                Graph ill = open("dynamic", "1", "at", "invoke", "how", "hang")) {
            run(well);
            assertThat(fault(ill)).isTrue();
            assertThat(fault(well)).isFalse();
            assertThat(fault(ill)).as("still").isTrue();
        }
    }

    @Test
    void theModelWhoseCallCrashesIsAtFaultAndTheOthersAreNot() {
        Path other = TinyFile.MODERATION_FP32.writeTo(folder);
        try (Graph well = host.open(request(other, TestDelegates.c("dynamic", "1")));
                Graph ill = open("dynamic", "1", "at", "invoke", "how", "crash")) {
            run(well);
            assertThat(fault(ill)).isTrue();
            assertThat(fault(well)).isFalse();
        }
    }

    @Test
    void aWorkerThatIsEndedForADrillIsNobodysFault() {
        try (Graph graph = open("dynamic", "1")) {
            host.kill();

            assertThat(fault(graph)).isFalse();
        }
    }

    private static boolean fault(Graph graph) {
        return catchThrowableOfType(DelegateCrashedException.class, () -> run(graph))
                .isOwnFault();
    }

    @Test
    void aModelFileThatWasReplacedIsNotRunAsTheOldOne() throws IOException {
        GraphRequest old = request(TestDelegates.c("dynamic", "1"));
        Path other = Files.write(folder.resolve("other"), TinyFile.EXTRACTION_INT8.bytes());
        Files.move(other, model, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> host.open(old))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("it was replaced while the gateway runs it");
    }
}
