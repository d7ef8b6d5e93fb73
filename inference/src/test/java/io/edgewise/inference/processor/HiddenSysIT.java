// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.EncoderFactory;
import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.plan.Planner;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hardened container hides `/sys`, from which XNNPACK reads what an ARM processor can do. On x86-64 it asks the
/// processor itself, so only `./edgewise test-arm64` runs this class, in a root without the folder.
@Tag("hidden-sys")
class HiddenSysIT {
    private static final String SENTENCE = "XNNPACK did not start. It reads the processor's features from"
            + " /sys/devices/system/cpu: check that this folder is visible to the process.";

    @TempDir
    Path folder;

    private Bundle bundle;
    private Model model;

    @BeforeEach
    void open() {
        assertThat(Path.of("/sys/devices/system/cpu")).doesNotExist();
        bundle = Bundle.open(TinyBundles.moderation().writeTo(folder.resolve("bundle")));
        model = TestLibrary.lite().model(bundle.modelFile());
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void xnnpackNamesTheFolderThatItNeeds() {
        assertThatThrownBy(() -> model.interpreter(InterpreterOptions.cpu()))
                .isInstanceOf(DelegateException.class)
                .hasMessage(SENTENCE);
    }

    @Test
    void theGatewaysOwnChoiceEndsWithTheSameSentence() {
        PlanContext context = TestLibrary.context(folder);
        String sha256 = bundle.modelFile().sha256(FileDigests.READING);

        assertThatThrownBy(() -> Planner.plan(
                        context,
                        bundle,
                        sha256,
                        Candidates.auto(),
                        EncoderFactory.of(context, bundle, model, sha256, false)))
                .isInstanceOf(DelegateException.class)
                .hasMessage(SENTENCE);
    }
}
