// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The regex tokenizer of TensorFlow Lite's model metadata: what stands between matches of an expression is a
/// piece, if the vocabulary has it, or else unknown.
///
/// The vocabulary has a piece, a blank and its id in each line. `<START>` opens a model input, if there is one,
/// nothing closes it, and `<UNKNOWN>` stands for the rest.
///
/// TensorFlow Lite's own tokenizer leaves the letters' case as it is, though models are mostly trained on
/// lower-case words, of which it then misses those that begin a sentence. So words can be looked up in lower
/// case.
///
/// The expression comes from a bundle and meets any text, so it runs in RE2, whose time is linear.
///
/// Immutable, so thread-safe.
public final class RegexTokenizer implements Tokenizer {

    private static final int MAX_EXPRESSION = 1_000;

    private final Pattern delimiter;
    private final Vocabulary vocabulary;
    private final boolean lowercase;
    private final SpecialPieces special;
    private final int unknown;

    private RegexTokenizer(Pattern delimiter, Vocabulary vocabulary, boolean lowercase, int unknown) {
        this.delimiter = delimiter;
        this.vocabulary = vocabulary;
        this.lowercase = lowercase;
        this.special = new SpecialPieces(vocabulary.id("<START>"), -1);
        this.unknown = unknown;
    }

    /// Reads a vocabulary.
    ///
    /// @param lowercase whether words are looked up in lower case
    /// @throws TokenizerException if it cannot be read or is none, or the expression is none
    public static RegexTokenizer read(Path vocabTxt, String delimiter, boolean lowercase) {
        Vocabulary vocabulary = vocabulary(vocabTxt);
        int unknown = vocabulary.id("<UNKNOWN>");
        if (unknown < 0) {
            throw new TokenizerException(vocabTxt + " has no line for \"<UNKNOWN>\", which words need that it lacks");
        }
        return new RegexTokenizer(expression(delimiter), vocabulary, lowercase, unknown);
    }

    private static Pattern expression(String delimiter) {
        if (delimiter.isEmpty() || delimiter.length() > MAX_EXPRESSION) {
            throw new TokenizerException("the delimiter has %d characters, it must have 1 to %d"
                    .formatted(delimiter.length(), MAX_EXPRESSION));
        }
        try {
            return Pattern.compile(delimiter);
        } catch (PatternSyntaxException e) {
            throw new TokenizerException("the delimiter is no expression of RE2: " + e.getMessage(), e);
        }
    }

    private static Vocabulary vocabulary(Path file) {
        TokenizerJson.requireReadable(file, VocabularyFile.MAX_BYTES);
        var pieces = new VocabularyBuilder(file.toString());
        int number = 0;
        for (String line : lines(file)) {
            number++;
            int blank = line.lastIndexOf(' ');
            String id = line.substring(blank + 1);
            if (blank <= 0 || id.isEmpty() || id.length() > 7 || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new TokenizerException("%s line %d is not a piece, a blank and its id".formatted(file, number));
            }
            pieces.set(Integer.parseInt(id), line.substring(0, blank));
        }
        return pieces.build("");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new TokenizerException(file + " is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        }
    }

    @Override
    public Encoding encode(String text) {
        var pieces = new PieceList(text.length());
        Matcher matcher = delimiter.matcher(text);
        int from = 0;
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                add(text, from, matcher.start(), pieces);
                from = matcher.end();
            }
        }
        add(text, from, text.length(), pieces);
        return pieces.toEncoding(special);
    }

    private void add(String text, int from, int to, PieceList pieces) {
        if (from < to) {
            int id = to - from > vocabulary.longestPiece() ? -1 : vocabulary.id(word(text.substring(from, to)));
            // A text must not be able to open a model input of its own.
            pieces.add(id < 0 || id == special.classify() ? unknown : id, from, to, pieces.size());
        }
    }

    private String word(String word) {
        return lowercase ? word.toLowerCase(Locale.ROOT) : word;
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public SpecialPieces special() {
        return special;
    }

    @Override
    public int unknownId() {
        return unknown;
    }

    @Override
    public String piece(int id) {
        return vocabulary.piece(id);
    }
}
