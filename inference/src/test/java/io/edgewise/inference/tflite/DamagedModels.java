// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// A program that overwrites one number after the other at the start of a model file, where its tables are, and
/// loads, builds and runs what the verifier lets through. Started in a process of its own, because a gap in the
/// verifier ends it.
///
/// Arguments: the model, how many of its bytes to go through, a working folder, the folder of the native library. The
/// number of the damage in work stands in the file `at`, for whoever finds this process dead.
final class DamagedModels {
    private static final int WAYS = 7;

    private final TensorFlowLite lite;
    private final Path damaged;
    private int faults;
    private int refused;
    private int ran;

    private DamagedModels(TensorFlowLite lite, Path damaged) {
        this.lite = lite;
        this.damaged = damaged;
    }

    public static void main(String[] arguments) throws IOException {
        byte[] model = Files.readAllBytes(Path.of(arguments[0]));
        int words = Integer.parseInt(arguments[1]) / Integer.BYTES;
        Path folder = Path.of(arguments[2]);
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(Path.of(arguments[3])));
        DamagedModels all = new DamagedModels(lite, folder.resolve("damaged.tflite"));
        try (RandomAccessFile at = new RandomAccessFile(folder.resolve("at").toFile(), "rw")) {
            for (int number = 0; number < words * WAYS; number++) {
                at.seek(0);
                at.writeInt(number);
                all.attempt(damage(model, number), number);
            }
        }
        System.out.println("faults " + all.faults + " refused " + all.refused + " ran " + all.ran);
    }

    /// A copy with one word overwritten.
    static byte[] damage(byte[] model, int number) {
        ByteBuffer copy = ByteBuffer.wrap(model.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int at = number / WAYS * Integer.BYTES;
        Random random = new Random(number);
        int value = copy.getInt(at);
        copy.putInt(
                at,
                switch (number % WAYS) {
                    case 0 -> -1;
                    case 1 -> Integer.MAX_VALUE;
                    case 2 -> 0;
                    case 3 -> random.nextInt();
                    case 4 -> random.nextInt(12);
                    case 5 -> value + 1 + random.nextInt(4);
                    default -> random.nextInt(model.length);
                });
        return copy.array();
    }

    private void attempt(byte[] bytes, int number) throws IOException {
        Files.write(damaged, bytes);
        ModelFile file;
        try {
            file = ModelFile.map(damaged);
        } catch (UnsupportedModelException e) {
            faults++;
            return;
        }
        List<Delegate> delegates = number % 2 == 0 ? List.of(new Delegate.XnnPack(1)) : List.of();
        try (Model loaded = lite.model(file);
                Interpreter interpreter = loaded.interpreter(new InterpreterOptions(delegates, 1, true))) {
            for (String key : interpreter.signatureKeys()) {
                run(interpreter.signatureRunner(key));
            }
            ran++;
        } catch (InferenceException | IllegalArgumentException e) {
            refused++;
        }
    }

    private static void run(SignatureRunner runner) {
        runner.allocateTensors();
        for (String input : runner.inputNames()) {
            runner.input(input).clear();
        }
        runner.invoke();
        for (String output : runner.outputNames()) {
            Tensor tensor = runner.output(output);
            if (tensor.type() == TensorType.FLOAT32) {
                float[] values = tensor.floats();
                assert values.length == tensor.shape().elements();
            }
        }
    }
}
