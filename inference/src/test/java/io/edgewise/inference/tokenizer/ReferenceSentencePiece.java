// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import ai.djl.sentencepiece.jni.LibUtils;
import ai.djl.sentencepiece.jni.SentencePieceLibrary;
import java.nio.file.Path;

/// The reference for `.model` files: SentencePiece 0.2.0 through DJL's native library, which tells ids and no places.
///
/// Thread-safe: the native model is not changed after it was read.
final class ReferenceSentencePiece implements AutoCloseable {

    private final long handle;

    private ReferenceSentencePiece(long handle) {
        this.handle = handle;
    }

    static ReferenceSentencePiece read(Path model) {
        long handle = library().createSentencePieceProcessor();
        library().loadModel(handle, model.toString());
        return new ReferenceSentencePiece(handle);
    }

    int[] ids(String text) {
        return library().encode(handle, text);
    }

    @Override
    public void close() {
        library().deleteSentencePieceProcessor(handle);
    }

    private static SentencePieceLibrary library() {
        return Loaded.LIBRARY;
    }

    private static final class Loaded {
        static final SentencePieceLibrary LIBRARY = load();

        private static SentencePieceLibrary load() {
            ReferenceTokenizer.keepDjlBelowTarget();
            LibUtils.loadLibrary();
            return SentencePieceLibrary.LIB;
        }
    }
}
