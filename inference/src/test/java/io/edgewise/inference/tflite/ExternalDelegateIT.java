// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.delegate.TestDelegate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Delegates in libraries of their own, in this process, as far as they leave it alive.
class ExternalDelegateIT {
    private static final Delegate XNNPACK = new Delegate.XnnPack(1);

    @TempDir
    Path folder;

    private final Random random = new Random(11);
    private Model model;

    @BeforeAll
    static void needsCompiler() {
        TestDelegates.needCompiler();
    }

    @BeforeEach
    void open() {
        model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
    }

    @AfterEach
    void close() {
        model.close();
    }

    private Interpreter interpreter(Delegate... delegates) {
        return model.interpreter(new InterpreterOptions(List.of(delegates), 1, false));
    }

    @Test
    void itPicksFirstAndXnnpackTakesTheRest() {
        try (Interpreter interpreter = interpreter(TestDelegates.c("dynamic", "1"), XNNPACK)) {
            PlanReport plan = interpreter.plan();

            assertThat(plan.shares()).extracting(PlanReport.Share::delegate).containsExactly("vendor", "xnnpack");
            PlanReport.Share vendor = plan.shares().getFirst();
            assertThat(vendor.operators()).isEqualTo(Map.of("RSQRT", 3));
            assertThat(vendor.partitions()).isEqualTo(3);
            PlanReport.Share rest = plan.shares().getLast();
            assertThat(rest.nodes()).isEqualTo(54);
            assertThat(rest.operators()).doesNotContainKey("RSQRT").containsEntry("FULLY_CONNECTED", 7);
            assertThat(plan.running().operators())
                    .containsEntry("[TestDelegate]", 3)
                    .containsEntry("GATHER", 2);
            assertThat(plan.delegatedNodes()).isEqualTo(57);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 1"})
    void itAnswersAsXnnpackDoesAtEveryLength(String dynamic, int applied) {
        List<int[]> messages = List.of(PackedCall.message(random, 4), PackedCall.message(random, 9));
        try (Interpreter reference = interpreter(XNNPACK);
                Interpreter interpreter = interpreter(TestDelegates.c("dynamic", dynamic), XNNPACK)) {
            for (int[] message : messages) {
                float[] expected =
                        new PackedCall(reference).run(List.of(message)).of("moderation");
                float[] got = new PackedCall(interpreter).run(List.of(message)).of("moderation");
                for (int i = 0; i < expected.length; i++) {
                    assertThat(got[i]).isCloseTo(expected[i], within(0.05f));
                }
            }
            assertThat(interpreter.plan().applied())
                    .as("a resize undoes a delegate that does not follow shapes")
                    .isEqualTo(applied);
        }
    }

    @Test
    void itIsAskedOnlyForWhatItTakes() {
        try (Interpreter interpreter = interpreter(TestDelegates.c("claim", "-1"), XNNPACK)) {
            assertThat(interpreter.plan().shares().getFirst().nodes()).isZero();
            assertThat(interpreter.plan().shares().getLast().nodes()).isEqualTo(57);
        }
    }

    @Test
    void wrongNumbersComeOutAsTheyAre() {
        int[] message = PackedCall.message(random, 6);
        try (Interpreter reference = interpreter(XNNPACK);
                Interpreter interpreter =
                        interpreter(TestDelegates.c("dynamic", "1", "at", "invoke", "how", "wrong"), XNNPACK)) {
            assertThat(new PackedCall(interpreter).run(List.of(message)).of("moderation")[0])
                    .isNotCloseTo(
                            new PackedCall(reference).run(List.of(message)).of("moderation")[0], within(0.05f));
        }
    }

    @Test
    void int8MatricesThatItLeavesAreRefusedAsWithoutIt() {
        assertThatThrownBy(() -> interpreter(TestDelegates.c()))
                .isInstanceOf(DelegateException.class)
                .hasMessageContaining("7 int8 FULLY_CONNECTED nodes are left outside every delegate ([vendor])");
    }

    @Test
    void aLibraryThatIsNotThereIsASentence() {
        Delegate missing = new Delegate.External("npu", folder.resolve("libnpu.so"), Map.of());

        assertThatThrownBy(() -> interpreter(missing, XNNPACK))
                .isInstanceOf(DelegateException.class)
                .hasMessage("delegate \"npu\": native library " + folder.resolve("libnpu.so") + " is not there");
    }

    @Test
    void aLibraryForAnotherMachineIsASentence() throws IOException {
        Machine other = Machine.current() == Machine.ARM64 ? Machine.X86_64 : Machine.ARM64;
        Path file = folder.resolve("libother.so");
        try (InputStream in = ExternalDelegateIT.class.getClassLoader().getResourceAsStream(other.resource())) {
            Files.copy(Objects.requireNonNull(in), file);
        }

        assertThatThrownBy(() -> interpreter(new Delegate.External("npu", file, Map.of())))
                .isInstanceOf(DelegateException.class)
                .hasMessageStartingWith("delegate \"npu\": native library " + file + " was built for ");
    }

    @Test
    void aLibraryThatWasCutShortIsASentence() throws IOException {
        byte[] whole = Files.readAllBytes(TestDelegates.library(TestDelegate.C));
        Path half = Files.write(folder.resolve("half.so"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> interpreter(new Delegate.External("npu", half, Map.of())))
                .isInstanceOf(DelegateException.class)
                .hasMessageContaining("was cut short");
    }

    @Test
    void aLibraryThatIsNoDelegateIsASentence() {
        Delegate wrong = TestDelegates.external(TestDelegate.NO_SYMBOLS);

        assertThatThrownBy(() -> interpreter(wrong, XNNPACK))
                .isInstanceOf(DelegateException.class)
                .hasMessageEndingWith("has no function tflite_plugin_create_delegate: it is no TFLite delegate");
    }

    @Test
    void aLibraryWhoseOwnLibrariesAreNotThereIsASentence() {
        assertThatThrownBy(() -> interpreter(TestDelegates.external(TestDelegate.UNDEFINED_SYMBOL), XNNPACK))
                .isInstanceOf(DelegateException.class)
                .hasMessageContaining("undefined symbol: vendor_runtime_start");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create  | delegate \"vendor\" was refused by its library .*: TestDelegate: no accelerator found",
                "prepare | no interpreter for .* with \\[vendor, xnnpack\\]: .*TestDelegate: no device.*",
                "init    | no interpreter for .*: .*the kernel could not be made \\(error 7\\).*"
            })
    void aRefusalIsToldInTheDelegatesOwnWords(String place, String sentence) {
        assertThatThrownBy(() -> interpreter(TestDelegates.c("at", place, "how", "refuse"), XNNPACK))
                .isInstanceOf(DelegateException.class)
                .hasMessageMatching(sentence);
    }

    @Test
    void aPassThatFailsIsToldInTheDelegatesOwnWordsAndXnnpackStillWorks() {
        int[] message = PackedCall.message(random, 6);
        try (Interpreter interpreter =
                interpreter(TestDelegates.c("dynamic", "1", "at", "invoke", "how", "refuse"), XNNPACK)) {
            PackedCall call = new PackedCall(interpreter);
            assertThatThrownBy(() -> call.run(List.of(message)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("TestDelegate: device lost (error 42)");
        }
        try (Interpreter interpreter = interpreter(XNNPACK)) {
            assertThat(new PackedCall(interpreter).run(List.of(message)).of("moderation"))
                    .hasSize(7);
        }
    }

    @Test
    void anUnknownOptionIsToldInTheDelegatesOwnWords() {
        assertThatThrownBy(() -> interpreter(TestDelegates.c("backend", "CpuAcc"), XNNPACK))
                .isInstanceOf(DelegateException.class)
                .hasMessageEndingWith("TestDelegate: unknown option 'backend'");
    }

    @Test
    void flagsOfXnnpackReachIt() {
        Delegate floatOnly =
                new Delegate.XnnPack(1, Set.of(XnnPackFlag.DISABLE_DYNAMICALLY_QUANTIZED_OPS), Optional.empty());

        assertThatThrownBy(() -> interpreter(floatOnly))
                .isInstanceOf(DelegateException.class)
                .hasMessageContaining("int8 FULLY_CONNECTED nodes are left outside every delegate");
    }
}
