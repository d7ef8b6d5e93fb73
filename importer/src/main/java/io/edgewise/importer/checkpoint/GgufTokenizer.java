// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.wrap.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Writes the tokenizer of a GGUF file as a `tokenizer.json`: byte-level BPE (`gpt2`), or the BPE of
/// SentencePiece with pieces for bytes (`llama`). What the file asks for and is not known becomes a problem.
/// For one file.
///
/// Source: `src/llama-vocab.cpp` of ggml-org/llama.cpp; `LlamaConverter` of the transformers library.
final class GgufTokenizer {
    private static final String INSTEAD = ": put the model's tokenizer.json beside the file, which is then taken";
    private static final String BLANK = "\u2581";

    private final GgufFile file;
    private final Configuration metadata;

    GgufTokenizer(GgufFile file, Findings findings) {
        this.file = file;
        this.metadata = file.metadata(findings);
    }

    /// Whether a text begins with the piece that says so.
    boolean addsBeginning() {
        return metadata.flag("tokenizer.ggml.add_bos_token")
                .orElseGet(() -> isSentencePiece()
                        || split().map(GgufSplit::addsBeginning).orElse(false));
    }

    private boolean isSentencePiece() {
        return metadata.text("tokenizer.ggml.model").equals(Optional.of("llama"));
    }

    private Optional<GgufSplit> split() {
        return metadata.text("tokenizer.ggml.pre").flatMap(GgufSplit::of);
    }

    /// The id of a piece with a part of its own, if the file names one.
    ///
    /// @param part `bos`, `eos`, `eot`, `eom`
    Optional<Integer> id(String part) {
        return Optional.of(metadata.integer("tokenizer.ggml." + part + "_token_id", -1, -1, Integer.MAX_VALUE))
                .filter(id -> id >= 0);
    }

    /// Writes the file, in the place of one that is there.
    ///
    /// @return false with a problem when there is no such tokenizer
    /// @throws CheckpointException when the vocabulary is damaged, or the file can't be written
    boolean write(Path json) {
        String model = metadata.text("tokenizer.ggml.model").orElse("");
        if (!model.equals("gpt2") && !model.equals("llama")) {
            metadata.problem(
                    "tokenizer.ggml.model", "is \"" + model + "\"; known are \"gpt2\" and \"llama\"" + INSTEAD);
            return false;
        }
        if (!isSentencePiece() && split().isEmpty()) {
            metadata.problem(
                    "tokenizer.ggml.pre",
                    "is \"" + metadata.text("tokenizer.ggml.pre").orElse("") + "\"; known are " + GgufSplit.names()
                            + INSTEAD);
            return false;
        }
        Map<String, Object> root = root();
        try {
            JsonMapper.shared().writeValue(json, root);
            return true;
        } catch (JacksonException e) {
            throw new CheckpointException(json, "can't be written: " + e.getOriginalMessage(), e);
        }
    }

    private Map<String, Object> root() {
        GgufPieces pieces = GgufPieces.of(file);
        List<Integer> around = new ArrayList<>();
        for (String part : List.of("bos", "eos", "eot", "eom")) {
            id(part).filter(id -> id < pieces.texts().size()).ifPresent(around::add);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "1.0");
        root.put("added_tokens", pieces.added(around));
        if (isSentencePiece()) {
            root.put("normalizer", blanks());
        } else {
            split().flatMap(GgufSplit::normalizer).ifPresent(normalizer -> root.put("normalizer", normalizer));
            split().ifPresent(split -> root.put("pre_tokenizer", split.preTokenizer()));
        }
        template(pieces).ifPresent(template -> root.put("post_processor", template));
        root.put("model", model(pieces));
        return root;
    }

    private Map<String, Object> model(GgufPieces pieces) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        if (isSentencePiece() && !pieces.unknown().isEmpty()) {
            model.put("unk_token", pieces.unknown());
        }
        model.put("fuse_unk", isSentencePiece());
        model.put("byte_fallback", isSentencePiece());
        model.put(
                "ignore_merges",
                split().filter(split -> !isSentencePiece())
                        .map(GgufSplit::ignoresMerges)
                        .orElse(false));
        model.put("vocab", pieces.vocabulary(file));
        model.put("merges", isSentencePiece() ? pieces.merges(scores(pieces)) : merges());
        return model;
    }

    private List<String> merges() {
        return file.texts("tokenizer.ggml.merges")
                .orElseThrow(() -> new CheckpointException(file.path(), "has no tokenizer.ggml.merges" + INSTEAD));
    }

    private double[] scores(GgufPieces pieces) {
        double[] scores = file.numbers("tokenizer.ggml.scores").orElseGet(() -> new double[0]);
        if (scores.length != pieces.texts().size()) {
            throw new CheckpointException(
                    file.path(),
                    "is damaged: it has " + pieces.texts().size() + " pieces and scores of " + scores.length);
        }
        return scores;
    }

    private Map<String, Object> blanks() {
        List<Map<String, Object>> steps = new ArrayList<>();
        if (metadata.flag("tokenizer.ggml.add_space_prefix").orElse(true)) {
            steps.add(Map.of("type", "Prepend", "prepend", BLANK));
        }
        steps.add(Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", BLANK));
        return Map.of("type", "Sequence", "normalizers", steps);
    }

    private Optional<Map<String, Object>> template(GgufPieces pieces) {
        List<Map<String, Object>> parts = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        Optional<Integer> first = addsBeginning() ? id("bos") : Optional.empty();
        first.ifPresent(id -> parts.add(special(pieces, id, named)));
        parts.add(Map.of("Sequence", Map.of("id", "A", "type_id", 0)));
        Optional<Integer> last =
                metadata.flag("tokenizer.ggml.add_eos_token").orElse(false) ? id("eos") : Optional.empty();
        last.ifPresent(id -> parts.add(special(pieces, id, named)));
        List<Map<String, Object>> two = new ArrayList<>(parts);
        two.add(Map.of("Sequence", Map.of("id", "B", "type_id", 1)));
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Map.of("type", "TemplateProcessing", "single", parts, "pair", two, "special_tokens", named));
    }

    private Map<String, Object> special(GgufPieces pieces, int id, Map<String, Object> named) {
        if (id >= pieces.texts().size()) {
            throw new CheckpointException(
                    file.path(),
                    "is damaged: piece " + id + " stands around a text, it has "
                            + pieces.texts().size());
        }
        String piece = pieces.texts().get(id);
        named.put(piece, Map.of("id", piece, "ids", List.of(id), "tokens", List.of(piece)));
        return Map.of("SpecialToken", Map.of("id", piece, "type_id", 0));
    }
}
