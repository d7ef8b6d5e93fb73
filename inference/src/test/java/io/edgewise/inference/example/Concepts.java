// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.example;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceCancelledException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.ClassificationTask;
import io.edgewise.inference.task.TextModel;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Profile;
import io.edgewise.inference.tflite.Profiler;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.SignatureRunner;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tflite.TensorMemory;
import io.edgewise.inference.tflite.TensorSpec;
import io.edgewise.inference.worker.DelegateHost;
import io.edgewise.inference.worker.GraphRequest;
import io.edgewise.inference.worker.WorkerOptions;
import io.edgewise.inference.wrap.Wrap;
import io.edgewise.inference.wrap.WrapOptions;
import io.edgewise.inference.wrap.Wrapped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// One example for each concept of the binding.
final class Concepts {
    private Concepts() {}

    static long sources(TensorFlowLite lite, Path file, Path archive, long offset, long length, byte[] bytes) {
        // begin sources
        try (Model whole = lite.model(ModelFile.map(file)); // mapped, read-only
                Model part = lite.model(ModelFile.map(archive, offset, length)); // offset: a multiple of 16
                Model copy = lite.model(ModelFile.of("from the network", bytes))) {
            return whole.file().size() + part.file().size() + copy.file().size();
        }
        // end
    }

    static float[] signature(Model model, int[] ids, int[] positions) {
        // begin signature
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner = interpreter.signatureRunner("packed");
            Shape row = Shape.of(1, ids.length);
            runner.resizeInput("ids", row)
                    .resizeInput("positions", row)
                    .resizeInput("segments", row)
                    .resizeInput("pool", Shape.of(1, 1, ids.length))
                    .allocateTensors();
            runner.input("ids").putInts(0, ids);
            runner.input("positions").putInts(0, positions);
            runner.input("segments").clear();
            runner.input("pool").fillFloats(0, ids.length, 1f / ids.length);
            runner.invoke();
            return runner.output("moderation").floats();
        }
        // end
    }

    static List<TensorSpec> specs(Interpreter interpreter) {
        // begin specs
        TensorSpec input = interpreter.inputSpec(0); // before anything is allocated
        System.out.println(input); // ids INT32 [1, -1]
        TensorSpec output = interpreter.outputSpec(0);
        output.quantization().ifPresent(q -> System.out.println(q.scale(0) + " " + q.zeroPoint(0)));
        // end
        return List.of(input, output);
    }

    static float[] quantized(Interpreter interpreter) {
        // begin quantized
        interpreter.allocateTensors();
        interpreter.input(0).putReals(0, new float[] {0.5f, -1}); // by the tensor's scale and zero point
        interpreter.invoke();
        byte[] numbers = interpreter.output(0).bytes(); // as they stand in memory
        float[] reals = interpreter.output(0).reals(); // what they mean
        // end
        System.out.println(numbers.length);
        return reals;
    }

    static List<String> strings(Interpreter interpreter) {
        // begin strings
        interpreter.allocateTensors();
        interpreter.input(0).putStrings(List.of("pump", "überhitzt", "")); // as many as the shape has
        interpreter.invoke();
        return interpreter.output(0).strings();
        // end
    }

    static int memory(Interpreter interpreter) {
        // begin memory
        try (TensorMemory memory = TensorMemory.allocate(64)) { // aligned to 64 bytes
            try (interpreter) {
                interpreter.inputMemory(0, memory).allocateTensors();
                memory.buffer().putInt(0, 42); // the input itself: nothing is copied
                interpreter.invoke();
                return interpreter.output(0).ints()[0];
            }
        }
        // end
    }

    static int cancellation(Interpreter interpreter, Runnable pass) {
        int passes = 0;
        // begin cancellation
        Thread impatient = Thread.startVirtualThread(interpreter::cancel); // the one method for any thread
        try {
            while (true) {
                pass.run();
                passes++;
            }
        } catch (InferenceCancelledException e) {
            interpreter.resume(); // the next pass runs again
        }
        // end
        return impatient.isInterrupted() ? -1 : passes;
    }

    static String plan(Model model) {
        // begin plan
        InterpreterOptions options = new InterpreterOptions(List.of(new Delegate.XnnPack(2)), 1, false);
        try (Interpreter interpreter = model.interpreter(options)) {
            return interpreter.plan().toString(); // 57 of 59 nodes on a delegate, running: {GATHER=2, …}
        } catch (DelegateException e) {
            return "not on this machine: " + e.getMessage();
        }
        // end
    }

    static List<String> cached(TensorFlowLite lite, Path file, Path folder) {
        // begin cache
        Delegate.XnnPack xnnpack = new Delegate.XnnPack(1).cachedIn(folder.resolve("spam.weights"));
        InterpreterOptions options = new InterpreterOptions(List.of(xnnpack), 1, false);
        try (Model model = lite.model(ModelFile.map(file));
                Interpreter first = model.interpreter(options); // writes the file, when it isn't there
                Interpreter second = model.interpreter(options)) { // maps it
            return List.of(first.plan().toString(), second.plan().toString());
        }
        // end
    }

    static List<PlanReport.Share> external(Model model, Path library) {
        // begin external
        Delegate npu = new Delegate.External("npu", library, Map.of("dynamic", "1")); // options: the vendor's
        InterpreterOptions options = new InterpreterOptions(List.of(npu, new Delegate.XnnPack(1)), 1, false);
        try (Interpreter interpreter = model.interpreter(options)) {
            return interpreter.plan().shares(); // what each took, in this order
        }
        // end
    }

    static String worker(TensorFlowLite lite, Path file, Delegate npu, Consumer<Graph> pass) {
        // begin worker
        List<Delegate> delegates = List.of(npu, new Delegate.XnnPack(1));
        GraphRequest request = new GraphRequest(
                lite.file().path(), file, Sha256.of(file), Optional.of("packed"), delegates, false, true);
        try (DelegateHost host = new DelegateHost(WorkerOptions.of("npu").runningAtMost(Duration.ofSeconds(1)));
                Graph graph = host.open(request)) { // in a process of its own
            pass.accept(graph);
            return "ran: " + graph.plan();
        } catch (DelegateCrashedException e) {
            return "the worker is gone, and nothing else: " + e.getMessage();
        }
        // end
    }

    static Profile profile(Model model, Consumer<Interpreter> passes) {
        // begin profile
        Profiler profiler = new Profiler();
        try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu(), profiler)) {
            passes.accept(interpreter);
            System.out.println(profiler.profile()); // a line for each: 1234 us  42 x  Fully Connected (…) GEMM
        }
        // end
        return profiler.profile();
    }

    static String errors(TensorFlowLite lite, Path file) {
        // begin errors
        try (Model model = lite.model(ModelFile.map(file))) {
            return "runs: " + model.file().name();
        } catch (InferenceException e) { // a damaged file is a sentence and never ends the process
            return String.valueOf(e.getMessage());
        }
        // end
    }

    static Classification wrapped(TensorFlowLite lite, Path file, Path directory, String text) {
        // begin wrapped
        Wrapped wrapped = Wrap.wrap(lite, WrapOptions.of(file, directory)); // tokenizer and labels: from its metadata
        try (TextModel model = TextModel.open(lite, Bundle.open(wrapped.directory()))) {
            return model.read(text, new ClassificationTask(wrapped.descriptor(), OptionalDouble.empty()));
        }
        // end
    }
}
