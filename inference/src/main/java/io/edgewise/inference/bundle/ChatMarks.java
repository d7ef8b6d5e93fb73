// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.tokenizer.PieceBytes;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What in a template looks like a control piece.
final class ChatMarks {
    private static final Pattern MARK = Pattern.compile("<[|/]?[A-Za-z_][A-Za-z0-9_]*[|]?>|\\[/?[A-Z_]+]");

    private ChatMarks() {}

    /// The first mark that the vocabulary does not have as a control piece.
    static Optional<String> unknown(ChatTemplate template, PieceBytes pieces) {
        return Stream.concat(
                        Stream.of(template.begin()),
                        Stream.of(template.system(), template.user(), template.assistant())
                                .flatMap(ChatMarks::texts))
                .flatMap(text -> MARK.matcher(text).results())
                .map(MatchResult::group)
                .filter(mark -> pieces.control(mark).isEmpty())
                .findFirst();
    }

    private static Stream<String> texts(Turn turn) {
        return Stream.of(turn.prefix(), turn.suffix());
    }
}
