// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Vocabularies.
final class TokenBytesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void tokensOfTheSameBytesAreAllAllowed() {
        TokenBytes tokens = new TokenBytes(
                Stream.of("ab", "a", "b", "a", "ab", "c", "abc", "", "end")
                        .map(TokenBytesTest::bytes)
                        .toList(),
                Set.of(8));
        Constraint constraint = new TokenMasks(Grammar.ofRegex("a(bc?)?"), tokens).start("");
        assertThat(BitSet.valueOf(constraint.mask()).stream()).containsExactly(0, 1, 3, 4, 6);
        constraint.advance(3);
        assertThat(BitSet.valueOf(constraint.mask()).stream()).containsExactly(2, 8);
    }

    @Test
    void theBytesOfAnEndDoNotCount() {
        TokenBytes tokens = SmallTokens.bytesAnd("abc");
        assertThat(tokens.bytes(258)).isEqualTo(bytes("abc"));
        assertThat(new TokenBytes(List.of(bytes("abc"), bytes("a")), Set.of(0)).bytes(0))
                .isEmpty();
    }

    @Test
    void changingWhatWasGivenChangesNothing() {
        byte[] given = bytes("a");
        TokenBytes tokens = new TokenBytes(List.of(new byte[0], given), Set.of(0));
        given[0] = 'b';
        tokens.bytes(1)[0] = 'c';
        assertThat(tokens.bytes(1)).isEqualTo(bytes("a"));
    }

    /// 0xc3 is no token of its own, so that a text that must have it could not be written to its end.
    @Test
    void whatAVocabularyCannotSpellIsLeftOut() {
        List<byte[]> all = new ArrayList<>();
        all.add(new byte[0]);
        for (int value = 0; value < 0x80; value++) {
            all.add(new byte[] {(byte) value});
        }
        all.add(bytes("é"));
        TokenBytes tokens = new TokenBytes(all, Set.of(0));
        Constraint constraint = new TokenMasks(Grammar.ofOptions(List.of("né", "no")), tokens).start("");
        assertThat(constraint.forced()).isEqualTo(bytes("no"));
        Constraint text = new TokenMasks(Grammar.ofRegex(".*"), tokens).start("");
        assertThat(text.allows(all.size() - 1)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> text.advance(bytes("é")));
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> new TokenMasks(Grammar.ofOptions(List.of("né")), tokens))
                .withMessageContaining("it lacks tokens for single bytes");
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(
                        () -> new TokenMasks(Grammar.ofJsonSchema("{\"type\":\"string\",\"pattern\":\"é\"}"), tokens))
                .withMessageContaining("it lacks tokens for single bytes");
    }
}
