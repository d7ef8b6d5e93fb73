// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpreterIT {
    @TempDir
    Path folder;

    private Model model;

    @BeforeEach
    void open() {
        model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void thePlanTellsWhatTheDelegateTookAndWhatItLeft() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PlanReport plan = interpreter.plan();

            assertThat(plan.model().nodes()).isEqualTo(59);
            assertThat(plan.model().operators())
                    .containsEntry("FULLY_CONNECTED", 7)
                    .containsEntry("GATHER", 2);
            assertThat(plan.running().operators()).isEqualTo(Map.of("GATHER", 2, "[TfLiteXNNPackDelegate]", 1));
            assertThat(plan.running().builtinNodes()).isEqualTo(2);
            assertThat(plan.delegatedNodes()).isEqualTo(57);
            assertThat(plan.running().int8FullyConnected()).isZero();
            assertThat(plan.applied()).isEqualTo(1);
            assertThat(plan)
                    .hasToString("57 of 59 nodes on a delegate, running: {GATHER=2, [TfLiteXNNPackDelegate]=1}");
        }
    }

    @Test
    void int8MatricesOutsideEveryDelegateAreRefused() {
        assertThatThrownBy(() -> model.interpreter(new InterpreterOptions(List.of(), 1, false)))
                .isInstanceOf(DelegateException.class)
                .hasMessageStartingWith("model " + model.file().name()
                        + ": 7 int8 FULLY_CONNECTED nodes are left outside every delegate ([]). ")
                .hasMessageContaining("20 to 46 times slower on x86-64 and crashes on arm64")
                .hasMessageEndingWith(
                        "add xnnpack to the delegates, or convert the weights to per-channel int8; allow-slow lifts this"
                                + " on x86-64 only");
    }

    @Test
    void allowSlowLiftsTheRefusalOnX86Only() {
        assertThat(Interpreter.mayRunSlowly(true, Machine.X86_64)).isTrue();
        assertThat(Interpreter.mayRunSlowly(true, Machine.ARM64)).isFalse();
        assertThat(Interpreter.mayRunSlowly(false, Machine.X86_64)).isFalse();
    }

    @Test
    void float32MatricesMayRunOnTheBuiltinKernels() {
        try (Model fp32 = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_FP32, folder));
                Interpreter interpreter = fp32.interpreter(new InterpreterOptions(List.of(), 1, false))) {
            assertThat(interpreter.plan().delegatedNodes()).isZero();
        }
    }

    @Test
    void aSignatureThatIsNotThereIsRefusedWithThoseThatAre() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            assertThat(interpreter.signatureKeys()).containsExactly("packed");
            assertThat(interpreter.signatureRunner("packed")).isSameAs(interpreter.signatureRunner("packed"));
            assertThatThrownBy(() -> interpreter.signatureRunner("dense"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("model " + model.file().name() + " has no signature \"dense\" (have: [packed])");
        }
    }

    @Test
    void inputsAndOutputsThatAreNotThereAreRefusedWithThoseThatAre() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner =
                    PackedCall.shape(new PackedCall(interpreter), 4, 1).runner();

            assertThat(runner.key()).isEqualTo("packed");
            assertThatThrownBy(() -> runner.input("tokens"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("signature packed has no input \"tokens\" (have: [ids, pool, positions, segments])");
            assertThatThrownBy(() -> runner.output("ids"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("signature packed has no output \"ids\" (have: [embedding, moderation])");
            assertThatThrownBy(() -> runner.resizeInput("tokens", Shape.of(1, 4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("signature packed has no input \"tokens\" (have: [ids, pool, positions, segments])");
        }
    }

    @Test
    void aDimensionThatTheSignatureFixesCannotChange() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner = interpreter.signatureRunner("packed");

            assertThatThrownBy(() -> runner.resizeInput("ids", Shape.of(2, 4)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("input \"ids\" can't become [2, 4]: dimension 0 is 1 for good, got 2");
            assertThatThrownBy(() -> runner.resizeInput("ids", Shape.of(4)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("input \"ids\" can't become [4]: it has 2 dimensions, got 1");
        }
    }

    @Test
    void nothingRunsBeforeItsTensorsAreAllocated() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner = interpreter.signatureRunner("packed");
            String sentence = "signature packed: allocateTensors was not called since the last resize";

            assertThatThrownBy(runner::invoke)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(sentence);
            assertThatThrownBy(() -> runner.output("embedding"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(sentence);
            runner.allocateTensors();
            runner.resizeInput("ids", Shape.of(1, 3));
            assertThatThrownBy(runner::invoke)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(sentence);
        }
    }

    @Test
    void shapesThatDoNotFitEachOtherFailAtAllocation() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner =
                    PackedCall.shape(new PackedCall(interpreter), 4, 1).runner();

            runner.resizeInput("positions", Shape.of(1, 7));

            assertThatThrownBy(runner::allocateTensors)
                    .isInstanceOf(InferenceException.class)
                    .hasMessageStartingWith("allocating tensors of packed failed with status 1: ");
            assertThatThrownBy(runner::invoke)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("allocateTensors was not called");
        }
    }

    @Test
    void afterAFailedAllocationTheNextOneCounts() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PackedCall call = PackedCall.shape(new PackedCall(interpreter), 4, 1);

            assertThatThrownBy(() -> PackedCall.shape(call, 4, 0)).isInstanceOf(InferenceException.class);

            assertThatThrownBy(call.runner()::invoke)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("allocateTensors was not called");
            assertThat(call.run(List.of(new int[] {2, 93, 3})).of("moderation")).hasSize(7);
        }
    }

    @Test
    void anInterpreterBelongsToTheThreadThatBuiltIt() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner =
                    PackedCall.shape(new PackedCall(interpreter), 4, 1).runner();
            Tensor ids = runner.input("ids");

            assertThat(thrownElsewhere(interpreter::signatureKeys))
                    .isInstanceOf(WrongThreadException.class)
                    .hasMessageContaining(
                            "belongs to the thread \"" + Thread.currentThread().getName() + "\" that built it");
            assertThat(thrownElsewhere(() -> interpreter.signatureRunner("packed")))
                    .isInstanceOf(WrongThreadException.class);
            assertThat(thrownElsewhere(runner::allocateTensors)).isInstanceOf(WrongThreadException.class);
            assertThat(thrownElsewhere(runner::invoke)).isInstanceOf(WrongThreadException.class);
            assertThat(thrownElsewhere(() -> runner.input("ids"))).isInstanceOf(WrongThreadException.class);
            assertThat(thrownElsewhere(runner::inputNames)).isInstanceOf(WrongThreadException.class);
            assertThat(thrownElsewhere(() -> ids.putInts(0, new int[1]))).isInstanceOf(WrongThreadException.class);
            assertThat(thrownElsewhere(interpreter::close)).isInstanceOf(WrongThreadException.class);
        }
    }

    private static Throwable thrownElsewhere(Runnable use) {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = Thread.ofPlatform()
                .uncaughtExceptionHandler((t, e) -> thrown.set(e))
                .start(use);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Objects.requireNonNull(thrown.get(), "nothing was thrown");
    }

    @Test
    void aModelStaysOpenWhileAnInterpreterLives() {
        // Given
        Interpreter first = model.interpreter(InterpreterOptions.cpu());
        Interpreter second = model.interpreter(InterpreterOptions.cpu());

        // When, then
        assertThatThrownBy(model::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model " + model.file().name() + " has 2 open interpreters: close them first");
        first.close();
        first.close();
        assertThatThrownBy(model::close).hasMessageContaining(" has 1 open interpreters");
        assertThat(new PackedCall(second).run(List.of(new int[] {2, 3})).of("moderation"))
                .hasSize(7);
        second.close();
        model.close();
        model.close();
        assertThatThrownBy(() -> model.interpreter(InterpreterOptions.cpu()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model " + model.file().name() + " is closed");
    }

    @Test
    void aRefusedInterpreterDoesNotKeepItsModelOpen() {
        assertThatThrownBy(() -> model.interpreter(new InterpreterOptions(List.of(), 1, false)))
                .isInstanceOf(DelegateException.class);

        model.close();
    }

    @Test
    void whatWasClosedSaysSo() {
        // Given
        Interpreter interpreter = model.interpreter(InterpreterOptions.cpu());
        SignatureRunner runner =
                PackedCall.shape(new PackedCall(interpreter), 4, 1).runner();
        Tensor ids = runner.input("ids");
        PlanReport plan = interpreter.plan();

        // When
        interpreter.close();

        // Then
        String sentence = "the interpreter of model " + model.file().name() + " is closed";
        assertThat(interpreter.plan()).isEqualTo(plan);
        assertThatThrownBy(interpreter::signatureKeys)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> interpreter.signatureRunner("packed"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(runner::invoke)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(runner::allocateTensors)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(runner::inputNames)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(runner::outputNames)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> runner.resizeInput("ids", Shape.of(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> runner.input("ids"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> ids.putInts(0, new int[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this view ended");
    }

    @Test
    void aTokenThatTheModelDoesNotKnowFailsWithTheKernelsWordsAndHarmsNothing() {
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PackedCall call = new PackedCall(interpreter);
            float[] before = call.run(List.of(new int[] {2, 93, 3})).of("moderation");

            for (int repeat = 0; repeat < 50; repeat++) {
                assertThatThrownBy(() -> call.run(List.of(new int[] {2, 120, 3})))
                        .isInstanceOf(InferenceException.class)
                        .hasMessageStartingWith("running signature packed failed with status 1: ")
                        .hasMessageContaining("gather index out of bounds")
                        .satisfies(
                                e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(8 * 520));
            }

            assertThat(call.run(List.of(new int[] {2, 93, 3})).of("moderation")).containsExactly(before);
        }
    }

    @Test
    void optionsAndDelegatesNeedAThread() {
        assertThatThrownBy(() -> new InterpreterOptions(List.of(), 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interpreter threads: expected at least 1, got 0");
        assertThatThrownBy(() -> new Delegate.XnnPack(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("XNNPACK threads: expected at least 1, got 0");
    }

    @Test
    void severalThreadsInOneInterpreterSayTheSame() {
        InterpreterOptions two = new InterpreterOptions(List.of(new Delegate.XnnPack(2)), 2, false);
        try (Interpreter single = model.interpreter(InterpreterOptions.cpu());
                Interpreter threaded = model.interpreter(two)) {
            List<int[]> message = List.of(new int[] {2, 93, 102, 110, 3});

            assertThat(PackedCall.cosine(
                            new PackedCall(single).run(message).of("moderation"),
                            new PackedCall(threaded).run(message).of("moderation")))
                    .isGreaterThan(0.99999);
        }
    }
}
