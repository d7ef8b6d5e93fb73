// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.PieceBytes;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes token ids of prompts. Thread-safe.
final class PromptEncoder {
    private static final Pattern NEVER = Pattern.compile("(?!)");

    private final Tokenizer tokenizer;
    private final PieceBytes pieces;
    private final ChatTemplate template;
    /// The names of control pieces that the template has, the longest first.
    private final Pattern names;

    PromptEncoder(Tokenizer tokenizer, PieceBytes pieces, ChatTemplate template) {
        this.tokenizer = tokenizer;
        this.pieces = pieces;
        this.template = template;
        this.names = names(pieces, tokenizer, template);
    }

    private static Pattern names(PieceBytes pieces, Tokenizer tokenizer, ChatTemplate template) {
        String all = Stream.of(template.system(), template.user(), template.assistant())
                .flatMap(turn -> Stream.of(turn.prefix(), turn.suffix()))
                .reduce(template.begin(), String::concat);
        return IntStream.range(0, pieces.size())
                .filter(id -> pieces.bytes(id).isEmpty())
                .mapToObj(tokenizer::piece)
                .filter(name -> !name.isEmpty() && all.contains(name))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .reduce((one, other) -> one + "|" + other)
                .map(Pattern::compile)
                .orElse(NEVER);
    }

    /// The tokens of a conversation, up to where the model goes on.
    int[] encode(List<Message> messages) {
        return written(ChatScript.of(template, messages)).ids();
    }

    private Writing written(ChatScript script) {
        Writing writing = new Writing();
        for (ChatScript.Part part : script.parts()) {
            if (part.marked()) {
                writing.marked(part.text());
            } else {
                writing.text.append(part.text());
            }
        }
        return writing;
    }

    /// The tokens of a text in which no name means a control piece.
    int[] encode(String text) {
        Writing writing = new Writing();
        writing.text.append(text);
        return writing.ids();
    }

    /// A prompt that is being written. Text side by side becomes tokens as one, whoever wrote it: that is how
    /// models are trained.
    private final class Writing {
        private final StringBuilder text = new StringBuilder();
        private final IntStream.Builder ids = IntStream.builder();

        /// Text of the template, in which names of control pieces mean them.
        void marked(String part) {
            Matcher matcher = names.matcher(part);
            int end = 0;
            while (matcher.find()) {
                text.append(part, end, matcher.start());
                flush();
                ids.add(pieces.control(matcher.group()).orElseThrow());
                end = matcher.end();
            }
            text.append(part, end, part.length());
        }

        int[] ids() {
            flush();
            return ids.build().toArray();
        }

        private void flush() {
            Encoding encoding = tokenizer.encode(text.toString());
            for (int i = 0; i < encoding.size(); i++) {
                ids.add(encoding.id(i));
            }
            text.setLength(0);
        }
    }
}
