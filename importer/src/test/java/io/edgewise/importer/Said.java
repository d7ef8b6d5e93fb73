// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a bundle says of texts, number by number, on XNNPACK. Confined to one test.
final class Said implements AutoCloseable {
    private final Bundle bundle;
    private final Model model;
    private final Encoder encoder;

    Said(Path directory) {
        bundle = Bundle.open(directory);
        model = TestLibrary.lite().model(bundle.modelFile());
        encoder = Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu());
    }

    /// The token ids of a text, with those around it.
    List<Integer> ids(String text) {
        return window(text).ids();
    }

    private Window window(String text) {
        return Window.whole(bundle.tokenizer().encode(text));
    }

    /// A head's rows: one for a text, or one for each token.
    List<float[]> of(String text, String head) {
        return of(List.of(text), head).getFirst();
    }

    /// The same of several texts in one pass.
    List<List<float[]>> of(List<String> texts, String name) {
        Head head = bundle.descriptor().heads().stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Window> windows = texts.stream().map(this::window).toList();
        Pass pass = encoder.run(windows, GoldenCheck.outputs(bundle));
        List<List<float[]>> said = new ArrayList<>();
        for (int text = 0; text < windows.size(); text++) {
            List<float[]> rows = new ArrayList<>();
            int tokens = head instanceof Head.Spans ? windows.get(text).tokens() : 1;
            for (int row = 0; row < tokens; row++) {
                float[] numbers = new float[head.width()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = head instanceof Head.Spans
                            ? pass.token(name, text, row, numbers.length, i)
                            : pass.sequence(name, text, numbers.length, i);
                }
                rows.add(numbers);
            }
            said.add(rows);
        }
        return said;
    }

    /// Partitions of the graph that XNNPACK took.
    int partitions() {
        return encoder.plan().applied();
    }

    @Override
    public void close() {
        encoder.close();
        model.close();
    }
}
