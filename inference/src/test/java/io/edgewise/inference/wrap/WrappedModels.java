// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static io.edgewise.testkit.model.SequenceModel.INT32;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.ClassificationTask;
import io.edgewise.inference.task.TextModel;
import io.edgewise.inference.task.TextTask;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.TextMetadata;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;

/// Models as converters and tools write them, whose answers can be reckoned by hand, for tests that wrap and ask them.
abstract class WrappedModels {
    static final int ROWS = 120;
    static final int THE = 93;
    static final int PUMP = 102;
    static final String WORDS = "<PAD> 0\n<START> 1\n<UNKNOWN> 2\nbuy 3\npump 4\n";
    static final String DELIMITER = "[^\\w]+";

    @TempDir
    Path folder;

    /// `the` votes 1 and `pump` 2 for the second label; everything else is silent, but for padding.
    static SequenceModel bert(int labels) {
        float[][] votes = new float[ROWS][labels];
        votes[0][0] = 50;
        votes[THE][1] = 1;
        votes[PUMP][1] = 2;
        return new SequenceModel(votes).length(16);
    }

    /// `buy` votes 3 for the second label, `pump` 2 for the first; padding is silent.
    static SequenceModel words() {
        float[][] votes = new float[5][2];
        votes[3][1] = 3;
        votes[4][0] = 2;
        return new SequenceModel(votes).ids("input_1", INT32);
    }

    static TextMetadata wordsMetadata() {
        return new TextMetadata("A spam classifier")
                .input("input_text")
                .regex(DELIMITER, "vocab.txt")
                .output("probability", "labels.txt");
    }

    Draft draft(SequenceModel model) {
        return new Draft(folder, model.writeTo(folder.resolve("Some Model_v1.tflite")));
    }

    <R> R ask(String text, Function<BundleDescriptor, TextTask<R>> task) {
        Bundle bundle = Bundle.open(folder.resolve("bundle"));
        try (TextModel model = TextModel.open(TestLibrary.lite(), bundle)) {
            return model.read(text, task.apply(bundle.descriptor()));
        }
    }

    Classification classify(String text) {
        return ask(text, bundle -> new ClassificationTask(bundle, OptionalDouble.empty()));
    }
}
