// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Writes a `tokenizer.json` of byte-level BPE, piece by piece. Confined to one thread.
final class BytePairJson {
    private final List<String> pieces;
    private final StringJoiner added = new StringJoiner(",", "[", "]");
    private final StringJoiner merges = new StringJoiner(",", "[", "]");

    /// @param controls pieces that no text is made of, by id from 0
    BytePairJson(List<String> controls) {
        this.pieces = new ArrayList<>(controls);
        for (int id = 0; id < controls.size(); id++) {
            added.add("{\"id\":" + id + ",\"content\":\"" + controls.get(id) + "\",\"special\":true}");
        }
    }

    /// @param letter GPT-2's for a byte
    void add(String letter) {
        pieces.add(letter);
    }

    boolean has(String piece) {
        return pieces.contains(piece);
    }

    /// Adds a piece that is made of two.
    void merge(String first, String second) {
        pieces.add(first + second);
        merges.add("[" + quoted(first) + "," + quoted(second) + "]");
    }

    String json() {
        StringJoiner vocabulary = new StringJoiner(",", "{", "}");
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.add(quoted(pieces.get(id)) + ":" + id);
        }
        return """
                {"version":"1.0","added_tokens":%s,"normalizer":null,
                 "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
                 "post_processor":null,"decoder":{"type":"ByteLevel"},
                 "model":{"type":"BPE","vocab":%s,"merges":%s}}
                """.formatted(added, vocabulary, merges);
    }

    private static String quoted(String piece) {
        return '"' + piece.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
