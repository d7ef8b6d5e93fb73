// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.tokenizer.PieceBytes;
import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a bundle's tokens are: bytes, ends of answers, or neither. Immutable and thread-safe.
///
/// @param ends the tokens that end an answer
/// @param writable those and all that have bytes, a bit for each: what an answer may have
record Vocabulary(PromptEncoder prompts, TokenBytes tokens, BitSet ends, BitSet writable) {
    private static final byte[] NOTHING = {};

    static Vocabulary of(GeneratorBundle bundle) {
        PieceBytes pieces = bundle.pieces();
        BitSet ends = new BitSet();
        bundle.descriptor().stop().forEach(name -> ends.set(pieces.control(name).orElseThrow()));
        BitSet writable = (BitSet) ends.clone();
        IntStream.range(0, pieces.size())
                .filter(id -> pieces.bytes(id).isPresent())
                .forEach(writable::set);
        return new Vocabulary(
                new PromptEncoder(
                        bundle.tokenizer(), pieces, bundle.descriptor().chat()),
                new TokenBytes(
                        IntStream.range(0, pieces.size())
                                .mapToObj(id -> pieces.bytes(id).orElse(NOTHING))
                                .toList(),
                        ends.stream().boxed().collect(Collectors.toSet())),
                ends,
                writable);
    }

    byte[] bytes(int token) {
        return tokens.bytes(token);
    }
}
