// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.graph.GraphContract;
import io.edgewise.inference.tflite.CopyGraphs;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.PlanReport.Share;
import io.edgewise.inference.tflite.Profile;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.delegate.TestDelegate;
import io.edgewise.testkit.model.SpamModel;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of the README do what it says of them.
class ExamplesIT {
    private static final InterpreterOptions BUILTIN = new InterpreterOptions(List.of(), 1, false);

    private final TensorFlowLite lite = TestLibrary.lite();

    @TempDir
    Path folder;

    @Test
    void aBundleClassifiesASentence() throws IOException {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));

        assertThat(said(ClassifyText.class, bundle.toString(), "the pump is hot"))
                .startsWith("Moderation[verdict=")
                .contains("scores={toxic=");
    }

    @Test
    void aPlainModelClassifiesASentence() throws IOException {
        Path models = SharedData.require("models/odml_spam");
        String model = models.resolve("models_TFLite_second_model.tflite").toString();
        String vocabulary = models.resolve("models_TFLite_second_vocab").toString();

        double spam = spam(said(RunModel.class, model, vocabulary, "best online trading websites make money now"));
        double ham = spam(said(RunModel.class, model, vocabulary, "thank you i will think about it"));

        assertThat(spam).isGreaterThan(ham);
    }

    @Test
    void aModelOfOthersIsWrappedAndAsked() {
        assertThat(Concepts.wrapped(lite, SpamModel.write(folder), folder.resolve("spam"), "buy money")
                        .label())
                .contains("spam");
    }

    private static double spam(String line) {
        return Double.parseDouble(line.replace("spam: ", ""));
    }

    /// The program's only line.
    private String said(Class<?> program, String... arguments) throws IOException {
        try (Child child = Child.program(program.getName())
                .jvmArguments("--enable-native-access=ALL-UNNAMED")
                .environment("EDGEWISE_CACHE", TestLibrary.cache().toString())
                .arguments(arguments)
                .start()) {
            assertThat(child.awaitExit(Duration.ofMinutes(1)))
                    .as(() -> child.lines().all().toString())
                    .isZero();
            assertThat(child.lines(Source.STDOUT)).hasSize(1);
            return child.lines(Source.STDOUT).getFirst();
        }
    }

    @Test
    void modelsComeFromFilesPartsOfFilesAndArrays() throws IOException {
        byte[] bytes = TinyFile.MODERATION_INT8.bytes();
        byte[] archive = new byte[64 + bytes.length];
        System.arraycopy(bytes, 0, archive, 64, bytes.length);
        Path larger = Files.write(folder.resolve("archive"), archive);

        assertThat(Concepts.sources(lite, TinyFile.MODERATION_INT8.writeTo(folder), larger, 64, bytes.length, bytes))
                .isEqualTo(3L * bytes.length);
    }

    @Test
    void aSignatureRunsAtAnyLength() {
        try (Model model = lite.model(TestLibrary.map(TinyFile.MODERATION_INT8, folder))) {
            float[] two = Concepts.signature(model, new int[] {2, 3}, new int[] {0, 1});

            assertThat(two).hasSize(7).isNotEqualTo(Concepts.signature(model, new int[] {2, 93, 3}, new int[] {0, 1, 2
            }));
            assertThat(Concepts.plan(model)).startsWith("57 of 59 nodes on a delegate, running: {GATHER=2, ");
        }
    }

    @Test
    void tensorsAreDescribedReadAndWritten() {
        try (Model ids = lite.model(CopyGraphs.ids());
                Interpreter interpreter = ids.interpreter(BUILTIN)) {
            assertThat(Concepts.specs(interpreter).getFirst()).hasToString("ids INT32 [1, -1]");
        }
        try (Model ids = lite.model(CopyGraphs.ids())) {
            assertThat(Concepts.memory(ids.interpreter(BUILTIN))).isEqualTo(42);
        }
        try (Model quantized = lite.model(CopyGraphs.quantized());
                Interpreter interpreter = quantized.interpreter(BUILTIN)) {
            assertThat(Concepts.quantized(interpreter)).containsExactly(0.5f, -1);
        }
        try (Model strings = lite.model(CopyGraphs.strings());
                Interpreter interpreter = strings.interpreter(BUILTIN)) {
            assertThat(Concepts.strings(interpreter)).containsExactly("pump", "überhitzt", "");
        }
    }

    @Test
    void packedWeightsAreWrittenOnceAndMappedThen() {
        Path file = TinyFile.MODERATION_INT8.writeTo(folder);

        assertThat(Concepts.cached(lite, file, folder)).hasSize(2).allMatch(plan -> plan.startsWith("57 of 59 nodes"));
        assertThat(folder.resolve("spam.weights")).isNotEmptyFile();
    }

    @Test
    void aVendorsDelegateTakesItsShareInThisProcess() {
        try (Model model = lite.model(TestLibrary.map(TinyFile.MODERATION_INT8, folder))) {
            assertThat(Concepts.external(model, TestDelegates.library(TestDelegate.C)))
                    .extracting(Share::delegate, Share::nodes)
                    .containsExactly(tuple("npu", 3), tuple("xnnpack", 54));
        }
    }

    @Test
    void aCrashInAWorkerIsASentence() {
        Path file = TinyFile.MODERATION_INT8.writeTo(folder);
        Delegate works = TestDelegates.c();
        Delegate crashes = TestDelegates.c("at", "invoke", "how", "crash");

        assertThat(Concepts.worker(lite, file, works, graph -> GraphContract.run(graph, 3)))
                .startsWith("ran: 57 of 59 nodes");
        assertThat(Concepts.worker(lite, file, crashes, graph -> GraphContract.run(graph, 3)))
                .startsWith("the worker is gone, and nothing else: ")
                .contains("SIGSEGV");
    }

    @Test
    void aProfileNamesWhatRan() {
        try (Model ids = lite.model(CopyGraphs.ids())) {
            Profile profile = Concepts.profile(ids, interpreter -> {
                interpreter.allocateTensors();
                interpreter.invoke();
            });
            assertThat(profile.toString()).containsPattern("us +1 x  ");
        }
    }

    @Test
    void aLoopOfPassesEndsWhenSomebodyCancels() {
        try (Model ids = lite.model(CopyGraphs.ids());
                Interpreter interpreter = ids.interpreter(BUILTIN)) {
            interpreter.allocateTensors();

            assertThat(Concepts.cancellation(interpreter, interpreter::invoke)).isNotNegative();

            interpreter.invoke();
        }
    }

    @Test
    void aFileThatIsNoModelIsASentence() {
        Path text = TinyFile.VOCABULARY.writeTo(folder);

        assertThat(Concepts.errors(lite, text)).contains("it is not a TensorFlow Lite model");
        assertThat(Concepts.errors(lite, TinyFile.MODERATION_FP32.writeTo(folder)))
                .startsWith("runs: ");
    }
}
