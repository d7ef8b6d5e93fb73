// SPDX-License-Identifier: Apache-2.0

/// TensorFlow Lite for Java on Linux; see `inference/README.md`. Programs with modules of their own need
/// `--enable-native-access=io.edgewise.inference`.
@SuppressWarnings("requires-automatic") // re2j and libphonenumber are no modules, and jlink can't take what needs them
module io.edgewise.inference {
    exports io.edgewise.inference;
    exports io.edgewise.inference.bundle;
    exports io.edgewise.inference.encoder;
    exports io.edgewise.inference.generation;
    exports io.edgewise.inference.grammar;
    exports io.edgewise.inference.graph;
    exports io.edgewise.inference.lane;
    exports io.edgewise.inference.language;
    exports io.edgewise.inference.pattern;
    exports io.edgewise.inference.plan;
    exports io.edgewise.inference.rule;
    exports io.edgewise.inference.signing;
    exports io.edgewise.inference.task;
    exports io.edgewise.inference.text;
    exports io.edgewise.inference.tflite;
    exports io.edgewise.inference.tokenizer;
    exports io.edgewise.inference.worker;
    // Not exported: document, which reads configuration files and is shared with the gateway alone.

    requires com.google.i18n.phonenumbers.libphonenumber;
    // An automatic module that is named after its file.
    requires re2j;
    // No classes: the native libraries.
    requires io.edgewise.natives.linux.arm64;
    requires io.edgewise.natives.linux.x86_64;
    requires org.nibor.autolink;
    requires org.slf4j;
    requires tools.jackson.databind;
    // Annotations of the API, for who compiles against it.
    requires static transitive org.jspecify;
}
