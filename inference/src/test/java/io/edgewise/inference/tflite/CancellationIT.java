// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceCancelledException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationIT {
    @TempDir
    Path folder;

    private Model model;
    private Interpreter interpreter;
    private SignatureRunner runner;

    @BeforeEach
    void open() {
        model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
        interpreter = model.interpreter(InterpreterOptions.cpu());
        runner = PackedCall.shape(new PackedCall(interpreter), 4, 1).runner();
        runner.inputNames().forEach(name -> runner.input(name).clear());
    }

    @AfterEach
    void close() {
        interpreter.close();
        model.close();
    }

    @Test
    void afterACancelNothingRunsUntilTheOwnerResumes() {
        interpreter.cancel();
        interpreter.cancel();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(runner::invoke)
                    .isInstanceOf(InferenceCancelledException.class)
                    .hasMessage("the interpreter of model " + model.file().name() + " was cancelled");
        }
        interpreter.resume();
        runner.invoke();
        assertThat(runner.output("moderation").floats()).hasSize(7);
    }

    @Test
    void aGraphRunByPositionIsCancelledToo() {
        try (Interpreter byPosition = model.interpreter(InterpreterOptions.cpu())) {
            byPosition.allocateTensors();
            for (int i = 0; i < byPosition.inputCount(); i++) {
                byPosition.input(i).clear();
            }
            byPosition.cancel();

            assertThatThrownBy(byPosition::invoke).isInstanceOf(InferenceCancelledException.class);
            byPosition.resume();
            byPosition.invoke();
        }
    }

    @Test
    void anotherThreadEndsALoopOfPasses() {
        AtomicBoolean ran = new AtomicBoolean();
        Thread canceller = Thread.ofPlatform().start(() -> {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilTrue(ran);
            interpreter.cancel();
        });

        assertThatThrownBy(() -> {
                    while (true) {
                        runner.invoke();
                        ran.set(true);
                    }
                })
                .isInstanceOf(InferenceCancelledException.class);

        joined(canceller);
        interpreter.resume();
        runner.invoke();
    }

    @Test
    void cancellingWhatIsClosedIsHarmless() {
        interpreter.close();

        interpreter.cancel();

        assertThatThrownBy(interpreter::resume).isInstanceOf(IllegalStateException.class);
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
