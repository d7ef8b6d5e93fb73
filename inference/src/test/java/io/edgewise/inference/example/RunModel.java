// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.example;

// begin model
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;

final class RunModel {
    public static void main(String[] arguments) throws Exception {
        // Each line of the vocabulary is a word and its number; 2 stands for words that are not in it.
        List<String> words = Files.readAllLines(Path.of(arguments[1]));
        words.replaceAll(line -> line.substring(0, line.indexOf(' ')));
        int[] ids = new Scanner(arguments[2])
                .tokens()
                .mapToInt(word -> Math.max(2, words.indexOf(word)))
                .toArray();
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        try (Model model = lite.model(ModelFile.map(Path.of(arguments[0])));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            interpreter.allocateTensors();
            interpreter.input(0).clear();
            interpreter.input(0).putInts(0, ids);
            interpreter.invoke();
            System.out.println("spam: " + interpreter.output(0).floats()[1]);
        }
    }
}
// end
