// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.model;

import java.nio.file.Path;

/// A spam classifier as TensorFlow Lite Model Maker writes them: `buy` and `money` are spam, `pump` and `meeting`
/// are not. Tokenizer and labels are behind the model, and its metadata say so.
public final class SpamModel {
    private static final String WORDS = "<PAD> 0\n<START> 1\n<UNKNOWN> 2\nbuy 3\nmoney 4\npump 5\nmeeting 6\n";
    private static final float SPAM = 4;
    private static final float HAM = 3;

    private SpamModel() {}

    /// Writes `spam.tflite`.
    ///
    /// @return the file
    public static Path write(Path folder) {
        float[][] votes = new float[7][2];
        votes[3][1] = SPAM;
        votes[4][1] = SPAM;
        votes[5][0] = HAM;
        votes[6][0] = HAM;
        return new SequenceModel(votes)
                .ids("input_1", SequenceModel.INT32)
                .length(16)
                .softmax()
                .metadata(new TextMetadata("A spam classifier")
                        .input("input_text")
                        .regex("[^\\w\\']+", "vocab.txt")
                        .output("probability", "labels.txt"))
                .file("vocab.txt", WORDS)
                .file("labels.txt", "ham\nspam\n")
                .writeTo(folder.resolve("spam.tflite"));
    }
}
