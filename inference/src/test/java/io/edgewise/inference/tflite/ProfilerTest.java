// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilerTest {
    /// Readings of the clock, in nanoseconds.
    private final Deque<Long> clock = new ArrayDeque<>();

    private final Profiler profiler = new Profiler(clock::removeFirst);

    private void run(String operator, long from, long to) {
        clock.addAll(List.of(from, to));
        profiler.end(profiler.begin(operator));
    }

    @Test
    void addsUpTheRunsOfEachOperatorTheLongestFirst() {
        run("GATHER", 0, 3_000);
        run("XNNPACK", 3_000, 100_000);
        run("GATHER", 200_000, 204_000);

        assertThat(profiler.profile().operators())
                .containsExactly(
                        new Profile.Entry("XNNPACK", 1, Duration.ofNanos(97_000)),
                        new Profile.Entry("GATHER", 2, Duration.ofNanos(7_000)));
        assertThat(profiler.profile().total()).isEqualTo(Duration.ofNanos(104_000));
    }

    @Test
    void kernelsAreListedApart() {
        run("GATHER", 0, 9_000);
        profiler.kernel("Fully Connected", 5);
        profiler.kernel("Fully Connected", 2);

        assertThat(profiler.profile().kernels())
                .containsExactly(new Profile.Entry("Fully Connected", 2, Duration.ofNanos(7_000)));
        assertThat(profiler.profile().total()).isEqualTo(Duration.ofNanos(16_000));
        assertThat(profiler.profile()).hasToString("""
                       9 us      1 x  GATHER
                         7 us      2 x  Fully Connected
                """);
    }

    @Test
    void anOperatorThatRunsASubgraphHoldsTheTimeOfIt() {
        clock.addAll(List.of(0L, 10L, 30L, 100L));
        int whole = profiler.begin("WHILE");
        profiler.end(profiler.begin("ADD"));
        profiler.end(whole);

        assertThat(profiler.profile().operators())
                .containsExactly(
                        new Profile.Entry("WHILE", 1, Duration.ofNanos(100)),
                        new Profile.Entry("ADD", 1, Duration.ofNanos(20)));
    }

    /// Else an entry for each operator of each pass would stay.
    @Test
    void keepsNothingOfAnOperatorThatHasEnded() {
        run("ADD", 0, 1);
        run("MUL", 1, 2);

        clock.add(3L);
        assertThat(profiler.begin("ADD")).isZero();
    }

    @Test
    void forgetsWhenItIsTold() {
        run("GATHER", 0, 3_000);
        profiler.kernel("Fully Connected", 5);
        profiler.reset();

        assertThat(profiler.profile()).isEqualTo(new Profile(List.of(), List.of()));
    }

    /// A library that makes up a name for each run must not fill the heap.
    @Test
    void moreNamesThanAnyModelHasAreOneEntry() {
        for (int i = 0; i < 2 * Profiler.MAX_NAMES; i++) {
            profiler.kernel("kernel " + i, 1);
        }
        profiler.kernel("kernel 0", 1);

        assertThat(profiler.profile().kernels())
                .hasSize(Profiler.MAX_NAMES + 1)
                .contains(
                        new Profile.Entry(Profiler.OTHERS, Profiler.MAX_NAMES, Duration.ofNanos(256_000)),
                        new Profile.Entry("kernel 0", 2, Duration.ofNanos(2_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.20.0", "2.21.0", "2.21.1-rc0"})
    void versionsItWasCheckedWithAreTaken(String version) {
        assertThatCode(() -> ProfilerCallbacks.requireChecked(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.19.0", "2.22.0", "2.2.0", "3.21.0", ""})
    void otherVersionsAreRefused(String version) {
        assertThatThrownBy(() -> ProfilerCallbacks.requireChecked(version))
                .isInstanceOf(InferenceException.class)
                .hasMessage("a profiler works with TensorFlow Lite 2.20 and 2.21, this library is " + version
                        + ", whose profiling interface may be another: use the library that ships");
    }
}
