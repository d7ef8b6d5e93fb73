// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.InferenceException;
import java.nio.file.Path;
import java.util.List;

/// A program that loads a model, builds an interpreter, runs it, and lets a run and a build fail. Started in a
/// process of its own, whose standard error shows what the native library prints there.
///
/// Arguments: the folder of the native library, a packed model, a file that is no model.
final class QuietRun {
    private QuietRun() {}

    public static void main(String[] arguments) {
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(Path.of(arguments[0])));
        try (Model model = lite.model(ModelFile.map(Path.of(arguments[1])));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PackedCall call = new PackedCall(interpreter);
            System.out.println(call.run(List.of(new int[] {2, 93, 3})).of("moderation").length);
            System.out.println(failure(() -> call.run(List.of(new int[] {2, 1_000_000, 3}))));
            System.out.println(failure(() -> call.runner().resizeInput("ids", Shape.of(3, 3))));
            System.out.println(failure(() -> model.interpreter(new InterpreterOptions(List.of(), 1, false))));
        }
        System.out.println(failure(() -> lite.model(ModelFile.map(Path.of(arguments[2])))));
    }

    private static String failure(Runnable use) {
        try {
            use.run();
            return "nothing failed";
        } catch (InferenceException e) {
            return e.getClass().getSimpleName();
        }
    }
}
