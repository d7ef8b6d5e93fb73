// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/// The reference: Hugging Face `tokenizers` 0.21.4 through DJL's native library, made from a JSON description written
/// here. Its own offsets count Unicode characters; [#pieces] hands them out in UTF-16 units.
///
/// Thread-safe: the native tokenizer is not changed after it was made. The native methods are called directly,
/// because the class around them reports to its makers over the network and cuts texts at 512 pieces.
final class ReferenceTokenizer implements AutoCloseable {

    static final String BERT_SPLITS = "{\"type\":\"BertPreTokenizer\"}";
    static final String NO_SPLITS = "null";

    private final long handle;

    private ReferenceTokenizer(String json) {
        this.handle = library().createTokenizerFromString(json);
    }

    /// The tokenizer of a `tokenizer.json`, which should have no added tokens: the reference obeys them in a text.
    static ReferenceTokenizer of(String json) {
        return new ReferenceTokenizer(json);
    }

    /// A WordPiece tokenizer over `vocabulary` that does what `options` say. `addedTokens` are those that the
    /// reference looks for in the raw text before anything else.
    static ReferenceTokenizer wordPiece(List<String> vocabulary, WordPieceOptions options, List<String> addedTokens) {
        var pieces = new StringJoiner(",", "{", "}");
        for (int id = 0; id < vocabulary.size(); id++) {
            pieces.add(quoted(vocabulary.get(id)) + ":" + id);
        }
        String model =
                "{\"type\":\"WordPiece\",\"unk_token\":%s,\"continuing_subword_prefix\":%s,\"max_input_chars_per_word\":%d,\"vocab\":%s}"
                        .formatted(
                                quoted(options.unknown()),
                                quoted(options.continuation()),
                                options.maxWordChars(),
                                pieces);
        var added = new StringJoiner(",", "[", "]");
        for (String token : addedTokens) {
            added.add(
                    "{\"id\":%d,\"content\":%s,\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true}"
                            .formatted(vocabulary.indexOf(token), quoted(token)));
        }
        String normalizer = bertNormalizer(true, options.splitCjk(), options.stripAccents(), options.lowercase());
        return new ReferenceTokenizer(json(added.toString(), normalizer, BERT_SPLITS, model));
    }

    /// A tokenizer that knows no piece at all, so that its ids are the UTF-8 bytes of what `normalizer` made of a
    /// text.
    static ReferenceTokenizer bytes(String normalizer, String preTokenizer) {
        return new ReferenceTokenizer(bytesJson(normalizer, preTokenizer));
    }

    /// The `tokenizer.json` of it.
    static String bytesJson(String normalizer, String preTokenizer) {
        var pieces = new StringJoiner(",", "{", "}");
        for (int value = 0; value < 256; value++) {
            pieces.add("\"<0x%02X>\":%d".formatted(value, value));
        }
        String model =
                "{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":null,\"continuing_subword_prefix\":null,\"end_of_word_suffix\":null,\"fuse_unk\":false,\"byte_fallback\":true,\"vocab\":%s,\"merges\":[]}"
                        .formatted(pieces);
        return json("[]", normalizer, preTokenizer, model);
    }

    static String bertNormalizer(boolean clean, boolean splitCjk, boolean stripAccents, boolean lowercase) {
        return "{\"type\":\"BertNormalizer\",\"clean_text\":%b,\"handle_chinese_chars\":%b,\"strip_accents\":%b,\"lowercase\":%b}"
                .formatted(clean, splitCjk, stripAccents, lowercase);
    }

    /// What the reference makes of `text`. Lone surrogates have no UTF-8 form and must not be in it.
    Pieces pieces(String text) {
        long encoding = library().encode(handle, text, false);
        try {
            int[] ids = narrow(library().getTokenIds(encoding));
            int[] words = narrow(library().getWordIds(encoding));
            CharSpan[] spans = library().getTokenCharSpans(encoding);
            int[] starts = new int[ids.length];
            int[] ends = new int[ids.length];
            int[] units = utf16Indices(text);
            for (int i = 0; i < ids.length; i++) {
                starts[i] = units[spans[i].getStart()];
                ends[i] = units[spans[i].getEnd()];
            }
            return new Pieces(ids, starts, ends, words);
        } finally {
            library().deleteEncoding(encoding);
        }
    }

    /// The normalised `text`; only for a tokenizer made by [#bytes].
    String normalized(String text) {
        long encoding = library().encode(handle, text, false);
        try {
            long[] ids = library().getTokenIds(encoding);
            byte[] utf8 = new byte[ids.length];
            for (int i = 0; i < ids.length; i++) {
                utf8[i] = (byte) ids[i];
            }
            return new String(utf8, StandardCharsets.UTF_8);
        } finally {
            library().deleteEncoding(encoding);
        }
    }

    /// The number of the word that each UTF-8 byte of the normalised `text` is in; only for a tokenizer made by
    /// [#bytes].
    int[] wordOfEachByte(String text) {
        long encoding = library().encode(handle, text, false);
        try {
            return narrow(library().getWordIds(encoding));
        } finally {
            library().deleteEncoding(encoding);
        }
    }

    @Override
    public void close() {
        library().deleteTokenizer(handle);
    }

    private static TokenizersLibrary library() {
        return Loaded.LIBRARY;
    }

    private static String json(String added, String normalizer, String preTokenizer, String model) {
        return "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":%s,\"normalizer\":%s,\"pre_tokenizer\":%s,\"post_processor\":null,\"decoder\":null,\"model\":%s}"
                .formatted(added, normalizer, preTokenizer, model);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7E) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static int[] narrow(long[] values) {
        int[] narrow = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = Math.toIntExact(values[i]);
        }
        return narrow;
    }

    private static int[] utf16Indices(String text) {
        int[] indices = new int[text.length() + 1];
        int character = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            indices[character++] = at;
        }
        indices[character] = text.length();
        return indices;
    }

    /// What a tokenizer made of a text: parallel arrays, offsets in UTF-16 units.
    static final class Pieces {
        final int[] ids;
        final int[] starts;
        final int[] ends;
        final int[] words;

        Pieces(int[] ids, int[] starts, int[] ends, int[] words) {
            this.ids = ids;
            this.starts = starts;
            this.ends = ends;
            this.words = words;
        }
    }

    private static final class Loaded {
        static final TokenizersLibrary LIBRARY = load();

        private static TokenizersLibrary load() {
            keepDjlBelowTarget();
            LibUtils.checkStatus();
            return TokenizersLibrary.LIB;
        }
    }

    /// Native libraries are unpacked below `target/` and not into the home folder, and nothing is fetched.
    static void keepDjlBelowTarget() {
        Path cache = Path.of("target", "djl").toAbsolutePath();
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            throw new IllegalStateException("cannot make " + cache + " for the reference's native library", e);
        }
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        System.setProperty("ENGINE_CACHE_DIR", cache.toString());
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }
}
