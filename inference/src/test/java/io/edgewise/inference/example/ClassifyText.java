// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.example;

// begin bundle
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.task.ModerationTask;
import io.edgewise.inference.task.TextModel;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.Map;

final class ClassifyText {
    public static void main(String[] arguments) {
        Path cache = NativeLibrary.defaultCache(System.getenv());
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(cache));
        Bundle bundle = Bundle.open(Path.of(arguments[0]));
        ModerationTask moderation = new ModerationTask(bundle.descriptor(), Map.of());
        try (TextModel model = TextModel.open(lite, bundle)) {
            System.out.println(model.read(arguments[1], moderation));
        }
    }
}
// end
