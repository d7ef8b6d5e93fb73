// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.delegate.TestDelegate;
import io.edgewise.testkit.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a vendor's code can do to its process, and what comes of it in ours.
class DelegateHostIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final WorkerOptions OPTIONS = options(Duration.ofSeconds(30), Duration.ofMinutes(10));

    private static WorkerOptions options(Duration start, Duration idle) {
        return new WorkerOptions("vendor", List.of(), start, Duration.ofSeconds(10), Duration.ofSeconds(2), idle);
    }

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final DelegateHost host = new DelegateHost(OPTIONS, clock);
    private Path model;

    @BeforeEach
    void write() {
        model = TinyFile.MODERATION_INT8.writeTo(folder);
    }

    @AfterEach
    void end() {
        host.close();
    }

    private GraphRequest request(Delegate delegate) {
        return request(model, delegate);
    }

    private static GraphRequest request(Path file, Delegate delegate) {
        return new GraphRequest(
                TestLibrary.lite().file().path(),
                file,
                Sha256.of(file),
                Optional.of("packed"),
                List.of(delegate, new Delegate.XnnPack(1)),
                false,
                false);
    }

    private Graph open(String... options) {
        return host.open(request(TestDelegates.c(options)));
    }

    private static float[] run(Graph graph) {
        graph.resize(shapes(3));
        graph.putInts("ids", new int[] {2, 93, 3});
        graph.putInts("positions", new int[] {0, 1, 2});
        graph.putFloats("segments", new float[3]);
        graph.putFloats("pool", new float[] {1f / 3, 1f / 3, 1f / 3});
        graph.invoke();
        return graph.floats("moderation");
    }

    private static Map<String, Shape> shapes(int tokens) {
        Shape row = Shape.of(1, tokens);
        return Map.of("ids", row, "positions", row, "segments", row, "pool", Shape.of(1, 1, tokens));
    }

    private float[] rightAnswer() {
        try (Graph graph = open("dynamic", "1")) {
            return run(graph);
        }
    }

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
    void whatALibraryStartedEndsWithItsWorker() {
        Path helper = folder.resolve("helper");
        try (Graph graph = open("dynamic", "1", "at", "invoke", "how", "crash", "helper", helper.toString())) {
            ProcessHandle started = helper(helper);
            assertThat(started.isAlive()).isTrue();

            assertThatThrownBy(() -> run(graph)).isInstanceOf(DelegateCrashedException.class);

            await().atMost(SOON).until(() -> !started.isAlive());
        }
    }

    private static ProcessHandle helper(Path file) {
        String pid = await().atMost(SOON)
                .until(() -> Files.exists(file) ? Files.readString(file) : "", text -> !text.isEmpty());
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
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
    void aWorkerThatIsKilledFromOutsideIsReplaced() {
        float[] right = rightAnswer();
        try (Graph graph = open("dynamic", "1")) {
            ProcessHandle worker = ProcessHandle.of(host.pid().orElseThrow()).orElseThrow();
            assertThat(worker.destroyForcibly()).isTrue();

            assertThatThrownBy(() -> run(graph))
                    .isInstanceOf(DelegateCrashedException.class)
                    .hasMessageContaining("was killed (SIGKILL), perhaps by the system for want of memory");
        }
        assertThat(rightAnswer()).isEqualTo(right);
    }

    /// Such as Ctrl-C in a terminal and `systemctl stop` send to a gateway with all its processes.
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void signalsThatAskAGatewayToEndDoNotEndItsWorkerBeforeIt(String signal) throws IOException {
        try (Graph graph = open("dynamic", "1")) {
            ProcessHandle worker = ProcessHandle.of(host.pid().orElseThrow()).orElseThrow();

            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + worker.pid())
                    .inheritIO()
                    .start();

            await().during(Duration.ofSeconds(1)).atMost(SOON).until(worker::isAlive);
            assertThat(run(graph)).hasSize(7);
        }
    }

    @Test
    void aWorkerThatFallsSilentIsKilledEvenWhenNobodyWaitsForIt() throws IOException {
        rightAnswer();
        long pid = host.pid().orElseThrow();

        new ProcessBuilder("sh", "-c", "kill -STOP " + pid).inheritIO().start();

        await().atMost(SOON).until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(host.pid()).isEmpty();
        assertThat(rightAnswer()).hasSize(7);
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
    void workersAreNotStartedForEverWhenTheyAlwaysEnd() {
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> open("at", "create", "how", "exit")).isInstanceOf(DelegateCrashedException.class);
            clock.advance(Duration.ofMinutes(1));
        }

        assertThatThrownBy(() -> open("dynamic", "1"))
                .isInstanceOf(DelegateException.class)
                .isNotInstanceOf(DelegateCrashedException.class)
                .hasMessageContaining("6 worker processes ended within 10 minutes; none is started before ");

        clock.advance(Duration.ofMinutes(5));
        assertThat(rightAnswer()).hasSize(7);
    }

    /// More often than it may be started when it crashes.
    @Test
    void aWorkerThatNoGraphNeedsEndsAndTheNextGraphGetsAnotherOne() {
        try (DelegateHost thrifty = new DelegateHost(options(Duration.ofSeconds(30), Duration.ZERO), clock)) {
            for (int i = 0; i < 7; i++) {
                try (Graph graph = thrifty.open(request(TestDelegates.c("dynamic", "1")))) {
                    try (Graph other = thrifty.open(request(TestDelegates.c("dynamic", "1")))) {
                        run(other);
                    }
                    assertThat(run(graph)).hasSize(7);
                }
                await().atMost(SOON).until(() -> thrifty.pid().isEmpty());
            }
        }
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

    private Child.Builder gateway(String... options) {
        Stream<String> files = Stream.of(
                TestLibrary.cache().toString(),
                model.toString(),
                TestDelegates.library(TestDelegate.C).toString());
        return Child.program(HostProgram.class.getName())
                .jvmArguments("-ea", "--enable-native-access=ALL-UNNAMED")
                .arguments(Stream.concat(files, Stream.of(options)).toArray(String[]::new));
    }

    private static long worker(Child gateway) {
        String line = gateway.awaitLine("^worker \\d+$", SOON).text();
        return Long.parseLong(line.substring("worker ".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "exit"})
    void aWorkerEndsWithItsHostHoweverThatEndsAndWhateverTheLibraryDoesAtItsExit(String hangs) {
        try (Child gateway = gateway("at", hangs, "how", "hang").start()) {
            long pid = worker(gateway);
            assertThat(ProcessHandle.of(pid)).isPresent();

            gateway.kill();

            await().atMost(SOON).until(() -> ProcessHandle.of(pid).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void optionsThatASiteGivesTheGatewaysJvmAreNotTheWorkers(String variable) {
        // Given: a collector that the worker's JVM would refuse beside its own
        try (Child gateway = gateway().environment(variable, "-XX:+UseG1GC").start()) {
            assertThat(ProcessHandle.of(worker(gateway))).isPresent();
        }
    }

    @Test
    void aWorkerThatNeverSaysThatItIsThereIsNoCrashOfTheVendors() {
        WorkerOptions hasty = options(Duration.ofNanos(1), Duration.ofMinutes(10));
        try (DelegateHost impatient = new DelegateHost(hasty)) {
            assertThatThrownBy(() -> impatient.open(request(TestDelegates.c("dynamic", "1"))))
                    .isInstanceOf(DelegateException.class)
                    .isNotInstanceOf(DelegateCrashedException.class)
                    .hasMessageContaining("was killed, because it took longer than 0 ms, while starting");
        }
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        Path base = WorkerFolder.base(System.getenv(), Path.of("/dev/shm"), folder);
        rightAnswer();
        String own = "edgewise-worker-" + ProcessHandle.current().pid() + "-*";
        assertThat(base).isDirectoryContaining("glob:**/" + own);

        host.close();

        await().atMost(SOON).untilAsserted(() -> assertThat(base).isDirectoryNotContaining("glob:**/" + own));
    }

    @Test
    void aClosedHostStartsNothing() {
        host.close();

        assertThatThrownBy(() -> open("dynamic", "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the host of delegate \"vendor\" is closed");
    }
}
