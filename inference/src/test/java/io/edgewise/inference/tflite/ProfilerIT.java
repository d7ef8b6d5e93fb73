// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerIT {
    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, false);
    private static final int PASSES = 5;

    @TempDir
    Path folder;

    private static Map<String, Long> counts(List<Profile.Entry> entries) {
        return entries.stream().collect(Collectors.toMap(Profile.Entry::name, Profile.Entry::count));
    }

    /// Runs a few passes over the same message; the profiler forgets those that went before.
    ///
    /// @return how long they took together
    private static Duration passes(Interpreter interpreter, Profiler profiler) {
        PackedCall call = new PackedCall(interpreter);
        call.run(List.of(new int[] {2, 93, 95, 3}));
        profiler.reset();
        long start = System.nanoTime();
        for (int i = 0; i < PASSES; i++) {
            call.runner().invoke();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void namesTheKernelsOfXnnpackAndWhatIsLeftOver() {
        Profiler profiler = new Profiler();
        try (Model model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu(), profiler)) {
            Duration wall = passes(interpreter, profiler);

            Profile profile = profiler.profile();
            assertThat(counts(profile.operators())).isEqualTo(Map.of("GATHER", 2L * PASSES));
            assertThat(profile.kernels())
                    .hasSizeGreaterThan(5)
                    // QDU8 on x86-64, QD8 on ARM
                    .filteredOn(kernel -> kernel.name().matches("Fully Connected \\(NC, QDU?8, F32, QC8W\\).*"))
                    .hasSize(1)
                    .allMatch(kernel -> kernel.count() == 7L * PASSES);
            assertThat(profile.total()).isPositive().isLessThanOrEqualTo(wall);
        }
    }

    @Test
    void namesTheOperatorsOfAModelThatRunsWithoutADelegate() {
        Profiler profiler = new Profiler();
        try (Model model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_FP32, folder));
                Interpreter interpreter = model.interpreter(BUILTIN, profiler)) {
            Duration wall = passes(interpreter, profiler);

            Profile profile = profiler.profile();
            assertThat(counts(profile.operators())).containsEntry("FULLY_CONNECTED", 7L * PASSES);
            Map<String, Integer> plan = interpreter.plan().running().operators();
            assertThat(counts(profile.operators()).keySet()).isEqualTo(plan.keySet());
            assertThat(profile.kernels()).isEmpty();
            assertThat(profile.total()).isPositive().isLessThanOrEqualTo(wall);
        }
    }

    @Test
    void whatWasMeasuredOutlivesTheInterpreter() {
        Profiler profiler = new Profiler();
        try (Model model = TestLibrary.lite().model(CopyGraphs.ids());
                Interpreter interpreter = model.interpreter(BUILTIN, profiler)) {
            interpreter.allocateTensors();
            interpreter.invoke();
        }
        assertThat(counts(profiler.profile().operators())).isEqualTo(Map.of("RESHAPE", 1L));
    }

    @Test
    void servesOneInterpreterOnly() {
        Profiler profiler = new Profiler();
        try (Model model = TestLibrary.lite().model(CopyGraphs.ids());
                Interpreter first = model.interpreter(BUILTIN, profiler)) {
            assertThatThrownBy(() -> model.interpreter(BUILTIN, profiler))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this profiler serves another interpreter: make one for each");
            first.allocateTensors();
            first.invoke();
        }
    }

    /// An exception that leaves a call from the native side ends the process.
    @Test
    void aFailureInsideOfACallIsKeptUntilSomebodyAsks() {
        Profiler profiler = new Profiler(() -> {
            throw new ArithmeticException("no clock");
        });
        try (Model model = TestLibrary.lite().model(CopyGraphs.ids());
                Interpreter interpreter = model.interpreter(BUILTIN, profiler)) {
            interpreter.allocateTensors();
            interpreter.input(0).putInts(0, new int[] {1, 2, 3, 4});
            interpreter.invoke();
            assertThat(interpreter.output(0).ints()).containsExactly(1, 2, 3, 4);
        }
        assertThatThrownBy(profiler::profile)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the operators could not be measured")
                .hasRootCauseMessage("no clock");
    }
}
