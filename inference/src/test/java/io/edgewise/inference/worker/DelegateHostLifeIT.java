// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.DelegateException;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.graph.Graph;
import io.edgewise.testkit.delegate.TestDelegate;
import io.edgewise.testkit.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long a worker lives: from when to when there is one, and what ends it.
class DelegateHostLifeIT extends HostedWorkers {
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
    void noSocketIsLeftOpenHoweverManyWorkersEnded() throws IOException {
        rightAnswer();
        host.close();
        long before = sockets();
        try (DelegateHost busy = new DelegateHost(OPTIONS, clock)) {
            for (int i = 0; i < 3; i++) {
                try (Graph graph = busy.open(request(TestDelegates.c("dynamic", "1")))) {
                    busy.kill();
                    assertThatThrownBy(() -> run(graph)).isInstanceOf(DelegateCrashedException.class);
                }
            }
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(sockets()).isEqualTo(before));
    }

    /// Those of this process.
    private static long sockets() throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(DelegateHostLifeIT::isSocket).count();
        }
    }

    private static boolean isSocket(Path handle) {
        try {
            return Files.readSymbolicLink(handle).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    @Test
    void aClosedHostStartsNothing() {
        host.close();

        assertThatThrownBy(() -> open("dynamic", "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the host of delegate \"vendor\" is closed");
    }
}
