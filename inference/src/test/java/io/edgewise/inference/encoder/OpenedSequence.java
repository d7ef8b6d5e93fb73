// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.testkit.model.SequenceModel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/// An encoder over a model whose answer is the sum of what each piece votes, so that a row that is filled wrongly
/// shows. Confined to the test that opened it.
record OpenedSequence(Model model, Encoder encoder) implements AutoCloseable {
    static final int PAD = 0;
    static final int THE = 93;
    static final int PUMP = 102;
    static final Head HEAD = choice(Activation.LOGITS);

    private static final int ROWS = 120;
    private static final int CLASSIFY = 2;
    private static final int SEPARATE = 3;

    static Head.Choice choice(Activation activation) {
        return new Head.Choice(
                "mood", new Head.Output("Identity", activation), List.of("a", "b"), "", OptionalDouble.empty());
    }

    /// `[CLS]` 1, `[SEP]` 2, `the` 4, `pump` 8 for the first label, and the same negative for the second; padding
    /// 1000.
    static SequenceModel votes() {
        float[][] votes = new float[ROWS][2];
        votes[PAD] = new float[] {1000, 1000};
        votes[CLASSIFY] = new float[] {1, -1};
        votes[SEPARATE] = new float[] {2, -2};
        votes[THE] = new float[] {4, -4};
        votes[PUMP] = new float[] {8, -8};
        return new SequenceModel(votes);
    }

    static SequenceBundles bundle() {
        return new SequenceBundles().input(InputRole.IDS, "input_ids");
    }

    static OpenedSequence open(SequenceModel file, BundleDescriptor bundle) {
        Model model = TestLibrary.lite().model(ModelFile.of("brought.tflite", file.bytes()));
        try {
            return new OpenedSequence(model, Encoder.open(bundle, model, InterpreterOptions.cpu()));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /// The logits of the head `mood`.
    float[] ask(String text) {
        return ask(text, "mood");
    }

    /// The two logits of a head.
    float[] ask(String text, String head) {
        Pass pass = encoder.run(List.of(Window.whole(TestTokenizer.encode(text))), Set.of(head));
        return new float[] {pass.sequence(head, 0, 2, 0), pass.sequence(head, 0, 2, 1)};
    }

    @Override
    public void close() {
        encoder.close();
        model.close();
    }
}
