// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.PieceBytes;
import io.edgewise.inference.tokenizer.SpecialPieces;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptEncoderTest {
    private static final ChatTemplate IN_USER = new ChatTemplate(
            "<bos>", new Turn("", "\n\n"), new Turn("<turn>u ", "<end>", true), new Turn("<turn>m ", "<end>"), true);

    private final Letters letters = new Letters();

    private PromptEncoder encoder(ChatTemplate template) {
        return new PromptEncoder(letters, letters, template);
    }

    @Test
    void theOperatorSpeaksInsideTheFirstQuestion() {
        int[] ids = encoder(IN_USER).encode(List.of(Message.system("be <end> brief"), Message.user(" why? ")));

        assertThat(letters.text(ids)).isEqualTo("{bos}{turn}u be <end> brief\n\nwhy?{end}{turn}m ");
    }

    /// A piece for each ASCII character, and three that no text is made of.
    private static final class Letters implements Tokenizer, PieceBytes {
        private static final List<String> CONTROLS = List.of("<bos>", "<turn>", "<end>");
        private static final int LETTERS = 128;

        @Override
        public Encoding encode(String text) {
            int[] places = IntStream.range(0, text.length()).toArray();
            int[] ends = IntStream.rangeClosed(1, text.length()).toArray();
            return Encoding.of(text.chars().toArray(), places, ends, places, SpecialPieces.NONE);
        }

        String text(int[] ids) {
            return IntStream.of(ids)
                    .mapToObj(id -> id < LETTERS
                            ? piece(id)
                            : piece(id).replace('<', '{').replace('>', '}'))
                    .collect(Collectors.joining());
        }

        @Override
        public int vocabularySize() {
            return size();
        }

        @Override
        public int size() {
            return LETTERS + CONTROLS.size();
        }

        @Override
        public SpecialPieces special() {
            return SpecialPieces.NONE;
        }

        @Override
        public int unknownId() {
            return 0;
        }

        @Override
        public String piece(int id) {
            return id < LETTERS ? Character.toString(id) : CONTROLS.get(id - LETTERS);
        }

        @Override
        public Optional<byte[]> bytes(int id) {
            return id < LETTERS ? Optional.of(piece(id).getBytes(StandardCharsets.UTF_8)) : Optional.empty();
        }

        @Override
        public Optional<PieceBytes> bytes() {
            return Optional.of(this);
        }

        @Override
        public OptionalInt control(String name) {
            int index = CONTROLS.indexOf(name);
            return index < 0 ? OptionalInt.empty() : OptionalInt.of(LETTERS + index);
        }
    }
}
