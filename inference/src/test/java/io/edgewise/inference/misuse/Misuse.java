// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.misuse;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.SignatureRunner;
import io.edgewise.inference.tflite.Tensor;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tflite.TensorMemory;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A program that misuses the binding in one way, says what it was told, and then uses it rightly.
///
/// Arguments: the case, the folder of the native library, a working folder, the C test delegate.
final class Misuse {
    private static final int SHORTEST_THAT_CRASHES = 2;

    private final TensorFlowLite lite;
    private final Path folder;
    private final Path plugin;

    private Misuse(TensorFlowLite lite, Path folder, Path plugin) {
        this.lite = lite;
        this.folder = folder;
        this.plugin = plugin;
    }

    /// What is done. The comment says what the C API does then.
    enum Case {
        /// SIGSEGV: the interpreter reads unmapped weights.
        MODEL_CLOSED_BEFORE_ITS_INTERPRETER,
        /// SIGSEGV.
        INTERPRETER_USED_AFTER_CLOSE,
        /// SIGSEGV, or numbers of another tensor.
        VIEW_USED_AFTER_ALLOCATE,
        /// SIGSEGV at the next run.
        MEMORY_CLOSED_UNDER_A_TENSOR,
        /// Undefined: nothing checks it.
        OTHER_THREAD,
        /// SIGSEGV: the tensors have no memory.
        RUN_WITHOUT_ALLOCATE,
        /// Reads behind the table, or an error; a delegate that takes GATHER need not look.
        IDS_OUT_OF_VOCABULARY,
        /// Empty tensors reach kernels that divide by the length.
        NO_TOKENS,
        /// Writes behind the tensor.
        TOO_MANY_ELEMENTS,
        /// Writes integers as floats.
        WRONG_TYPE,
        /// NULL, and SIGSEGV at the next call with it.
        UNKNOWN_NAMES,
        /// SIGSEGV on arm64 with dot product, for 2 to 16 tokens.
        INT8_WITHOUT_A_DELEGATE,
        /// Reads behind the end of the file.
        TRUNCATED_MODEL,
        /// Follows random offsets.
        RANDOM_MODEL,
        /// A null pointer.
        WRONG_IDENTIFIER,
        /// Runs code for tables that it does not know.
        FUTURE_SCHEMA,
        /// SIGSEGV at address 0: an uninitialised delegate is handed out.
        DELEGATE_LIBRARY_MISSING,
        /// The same.
        DELEGATE_LIBRARY_WITHOUT_FUNCTIONS,
        /// The same.
        DELEGATE_WITH_UNKNOWN_OPTION,
        /// A null interpreter.
        DELEGATE_REFUSES_THE_GRAPH;
    }

    public static void main(String[] arguments) throws IOException {
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(Path.of(arguments[1])));
        Misuse misuse = new Misuse(lite, Path.of(arguments[2]), Path.of(arguments[3]));
        System.out.println("told: " + misuse.outcome(Case.valueOf(arguments[0])));
        System.out.println("after: " + misuse.rightUse());
    }

    private String outcome(Case misuse) throws IOException {
        try {
            go(misuse);
            return "nothing";
        } catch (InferenceException
                | IllegalStateException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | WrongThreadException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private void go(Case misuse) throws IOException {
        switch (misuse) {
            case TRUNCATED_MODEL -> model(Arrays.copyOf(bytes(), bytes().length / 2));
            case RANDOM_MODEL -> model(random());
            case WRONG_IDENTIFIER -> model(changed(4, 'X'));
            case FUTURE_SCHEMA -> model(futureSchema());
            case INT8_WITHOUT_A_DELEGATE -> withoutDelegate();
            case DELEGATE_LIBRARY_MISSING -> delegate(folder.resolve("nothing.so"), Map.of());
            case DELEGATE_LIBRARY_WITHOUT_FUNCTIONS -> delegate(lite.file().path(), Map.of());
            case DELEGATE_WITH_UNKNOWN_OPTION -> delegate(plugin, Map.of("speed", "9"));
            case DELEGATE_REFUSES_THE_GRAPH -> delegate(plugin, Map.of("at", "prepare", "how", "refuse"));
            case MODEL_CLOSED_BEFORE_ITS_INTERPRETER,
                    INTERPRETER_USED_AFTER_CLOSE,
                    VIEW_USED_AFTER_ALLOCATE,
                    MEMORY_CLOSED_UNDER_A_TENSOR,
                    OTHER_THREAD,
                    RUN_WITHOUT_ALLOCATE,
                    IDS_OUT_OF_VOCABULARY,
                    NO_TOKENS,
                    TOO_MANY_ELEMENTS,
                    WRONG_TYPE,
                    UNKNOWN_NAMES -> withInterpreter(misuse);
        }
    }

    @SuppressWarnings("try") // closing a model too early is one of the cases
    private void withInterpreter(Case misuse) {
        try (Model model = lite.model(ModelFile.of("tiny", bytes()));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            switch (misuse) {
                case MODEL_CLOSED_BEFORE_ITS_INTERPRETER -> model.close();
                case INTERPRETER_USED_AFTER_CLOSE -> usedAfterClose(interpreter);
                case MEMORY_CLOSED_UNDER_A_TENSOR -> memoryClosed(interpreter);
                case OTHER_THREAD -> otherThread(interpreter);
                case RUN_WITHOUT_ALLOCATE ->
                    interpreter.signatureRunner("packed").invoke();
                default -> withRunner(misuse, interpreter.signatureRunner("packed"));
            }
        }
    }

    private static void withRunner(Case misuse, SignatureRunner runner) {
        shape(runner, 3);
        Tensor ids = runner.input("ids");
        switch (misuse) {
            case VIEW_USED_AFTER_ALLOCATE -> {
                shape(runner, 4);
                ids.putInts(0, new int[3]);
            }
            case IDS_OUT_OF_VOCABULARY -> {
                ids.putInts(0, new int[] {2, Integer.MAX_VALUE, -1});
                runner.invoke();
            }
            case NO_TOKENS -> {
                shape(runner, 0);
                runner.invoke();
            }
            case TOO_MANY_ELEMENTS -> ids.putInts(0, new int[1_000_000]);
            case WRONG_TYPE -> ids.putFloats(0, new float[3]);
            case UNKNOWN_NAMES -> runner.output("nothing");
            default -> throw new AssertionError(misuse);
        }
    }

    private static void usedAfterClose(Interpreter interpreter) {
        SignatureRunner runner = interpreter.signatureRunner("packed");
        shape(runner, 3);
        interpreter.close();
        runner.invoke();
    }

    private static void memoryClosed(Interpreter interpreter) {
        try (TensorMemory memory = TensorMemory.allocate(1 << 16)) {
            interpreter.inputMemory(0, memory);
        }
    }

    private static void otherThread(Interpreter interpreter) {
        RuntimeException[] thrown = new RuntimeException[1];
        Thread other = new Thread(() -> {
            try {
                interpreter.signatureRunner("packed");
            } catch (RuntimeException e) {
                thrown[0] = e;
            }
        });
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (thrown[0] != null) {
            throw thrown[0];
        }
    }

    private void withoutDelegate() {
        try (Model model = lite.model(ModelFile.of("tiny", bytes()));
                Interpreter interpreter = model.interpreter(new InterpreterOptions(List.of(), 1, false))) {
            SignatureRunner runner = interpreter.signatureRunner("packed");
            for (int tokens = SHORTEST_THAT_CRASHES; tokens < 20; tokens++) {
                shape(runner, tokens);
                runner.invoke();
            }
        }
    }

    private void delegate(Path library, Map<String, String> options) {
        Delegate vendor = new Delegate.External("vendor", library, options);
        try (Model model = lite.model(ModelFile.of("tiny", bytes()))) {
            model.interpreter(new InterpreterOptions(List.of(vendor, new Delegate.XnnPack(1)), 1, false))
                    .close();
        }
    }

    private void model(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("model.tflite"), content);
        try (Model model = lite.model(ModelFile.map(file));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            shape(interpreter.signatureRunner("packed"), 3);
        }
    }

    private static byte[] bytes() {
        return TinyFile.MODERATION_INT8.bytes();
    }

    private static byte[] changed(int at, int value) {
        byte[] content = bytes();
        content[at] = (byte) value;
        return content;
    }

    /// The version is a field of the root table, whose place stands in its vtable.
    private static byte[] futureSchema() {
        byte[] content = bytes();
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int root = file.getInt(0);
        int vtable = root - file.getInt(root);
        file.putInt(root + file.getShort(vtable + 4), 99);
        return content;
    }

    private static byte[] random() {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        return content;
    }

    private static void shape(SignatureRunner runner, int tokens) {
        Shape row = Shape.of(1, tokens);
        runner.resizeInput("ids", row)
                .resizeInput("positions", row)
                .resizeInput("segments", row)
                .resizeInput("pool", Shape.of(1, 1, tokens))
                .allocateTensors();
        runner.inputNames().forEach(name -> runner.input(name).clear());
    }

    /// The same process still computes.
    private String rightUse() {
        try (Model model = lite.model(ModelFile.of("tiny", bytes()));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            SignatureRunner runner = interpreter.signatureRunner("packed");
            shape(runner, 3);
            runner.invoke();
            return runner.output("moderation").floats().length + " logits";
        }
    }

    /// What our classes don't allow, done all the same, to see that it is worth not allowing.
    static final class Deadly {
        private Deadly() {}

        /// Arguments: the way, the folder of the native library, a working folder, the C test delegate.
        public static void main(String[] arguments) {
            TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(Path.of(arguments[1])));
            Path folder = Path.of(arguments[2]);
            Path plugin = Path.of(arguments[3]);
            switch (arguments[0]) {
                case "weight-cache-of-another-model" -> {
                    Path cache = folder.resolve("weights");
                    build(lite, TinyFile.EXTRACTION_INT8, List.of(new Delegate.XnnPack(1).cachedIn(cache)));
                    build(lite, TinyFile.MODERATION_FP32, List.of(new Delegate.XnnPack(1).cachedIn(cache)));
                }
                case "delegate-crashes-in-create" -> build(lite, plugin, "create", "crash");
                case "delegate-aborts-in-prepare" -> build(lite, plugin, "prepare", "abort");
                case "delegate-exits-in-init" -> build(lite, plugin, "init", "exit");
                default -> throw new IllegalArgumentException(arguments[0]);
            }
            System.out.println("alive");
        }

        private static void build(TensorFlowLite lite, Path plugin, String at, String how) {
            Delegate vendor = new Delegate.External("vendor", plugin, Map.of("at", at, "how", how));
            build(lite, TinyFile.MODERATION_INT8, List.of(vendor, new Delegate.XnnPack(1)));
        }

        private static void build(TensorFlowLite lite, TinyFile file, List<Delegate> delegates) {
            try (Model model = lite.model(ModelFile.of("tiny", file.bytes()))) {
                model.interpreter(new InterpreterOptions(delegates, 1, false)).close();
            }
        }
    }
}
