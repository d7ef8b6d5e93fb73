// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

/// The loaded native library. Load it once; it stays for the life of the process.
///
/// ```java
/// TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
/// try (Model model = lite.model(ModelFile.map(Path.of("model.tflite")));
///         Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
///     SignatureRunner runner = interpreter.signatureRunner("serving_default");
///     runner.resizeInput("ids", Shape.of(1, 4)).allocateTensors();
///     runner.input("ids").putInts(0, new int[] {101, 7592, 2088, 102});
///     runner.invoke();
///     float[] logits = runner.output("logits").floats();
/// }
/// ```
///
/// Thread-safe: immutable, and loading a model touches no shared state of the library.
public final class TensorFlowLite {
    private static final int LOG_SEVERITY_ERROR = 4;

    private final NativeLibrary file;
    private final TfLiteC c;

    private TensorFlowLite(NativeLibrary file, TfLiteC c) {
        this.file = file;
        this.c = c;
    }

    /// Loads the library. Needs `--enable-native-access=ALL-UNNAMED` (or the module's name) on the java command
    /// line.
    ///
    /// @throws io.edgewise.inference.NativeLibraryException with the loader's reason
    public static TensorFlowLite load(NativeLibrary file) {
        GlibcVersion.require(GlibcVersion.current());
        TfLiteC c =
                new TfLiteC(DynamicLoader.open(file.path(), "it is not a TensorFlow Lite C library of 2.19 or later"));
        // "Created TensorFlow Lite XNNPACK delegate" would otherwise stand between the lines of our own output.
        c.setMinimumLogSeverity(LOG_SEVERITY_ERROR);
        return new TensorFlowLite(file, c);
    }

    /// The library's own version, for example `2.21.0`.
    public String version() {
        return c.version();
    }

    /// The file it was loaded from.
    public NativeLibrary file() {
        return file;
    }

    /// Makes a model of a mapped file and takes the file over: closing the model unmaps it.
    ///
    /// @throws io.edgewise.inference.UnsupportedModelException when the library refuses it
    public Model model(ModelFile modelFile) {
        return Model.create(c, modelFile);
    }
}
