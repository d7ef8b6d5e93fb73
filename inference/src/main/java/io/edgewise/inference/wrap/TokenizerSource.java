// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.AssociatedFiles;
import io.edgewise.inference.tflite.ModelMetadata;
import io.edgewise.inference.tflite.ModelMetadata.FileKind;
import io.edgewise.inference.tflite.ModelMetadata.NamedFile;
import io.edgewise.inference.tflite.ModelMetadata.Note;
import io.edgewise.inference.tflite.ModelMetadata.Unit;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.inference.wrap.WrapOptions.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a model's tokenizer comes from: the caller's file, or the one that the model names and has behind it.
/// Immutable.
///
/// @param entry how it is read
/// @param files its files by their names in the bundle
record TokenizerSource(TokenizerEntry entry, Map<String, byte[]> files) {
    /// Of TensorFlow Lite Model Maker, for a regex vocabulary that comes without its expression.
    private static final String DELIMITER = "[^\\w\\']+";

    private static final Pattern PIECE_AND_ID = Pattern.compile(".+ \\d{1,7}");
    private static final Pattern UNIGRAM = Pattern.compile("\"type\"\\s*:\\s*\"Unigram\"");
    private static final Pattern SPECIAL_PIECE = Pattern.compile("<.*>|\\[.*]");
    private static final int LOOKED_AT = 100;

    /// One in so many pieces is next to none.
    private static final long FEW_IN = 100;

    /// @return empty when there is none, with a problem in `findings`
    static Optional<TokenizerSource> of(
            Wording wording, Optional<ModelMetadata> metadata, AssociatedFiles behind, Findings findings) {
        Optional<Unit> unit = metadata.flatMap(TokenizerSource::unit);
        if (wording.vocabulary().isPresent()) {
            return ofFile(wording.vocabulary().get(), wording, unit, findings);
        }
        Optional<NamedFile> named =
                unit.flatMap(TokenizerSource::file).or(() -> metadata.flatMap(TokenizerSource::vocabulary));
        if (named.isEmpty()) {
            findings.problem("there is no vocabulary: the model says nothing of its tokenizer; name the file it was"
                    + " trained with (--vocab FILE: vocab.txt, tokenizer.json, vocab.json or a SentencePiece .model)");
            return Optional.empty();
        }
        String name = named.get().name();
        Optional<byte[]> content = behind.read(name);
        if (content.isEmpty()) {
            findings.problem(
                    "the model says that its vocabulary is " + name + ", and has no such file behind it (have: "
                            + behind.names() + "); name a copy of it (--vocab FILE)");
            return Optional.empty();
        }
        return Optional.of(of(name, content.get(), wording, unit, findings));
    }

    private static Optional<Unit> unit(ModelMetadata metadata) {
        return Stream.concat(
                        metadata.inputs().stream().map(Note::units).flatMap(List::stream),
                        metadata.inputUnits().stream())
                .filter(unit ->
                        unit instanceof Unit.Regex || unit instanceof Unit.Bert || unit instanceof Unit.SentencePiece)
                .findFirst();
    }

    private static Optional<NamedFile> file(Unit unit) {
        return switch (unit) {
            case Unit.Regex regex -> regex.vocabulary().stream().findFirst();
            case Unit.Bert bert -> bert.vocabulary().stream().findFirst();
            case Unit.SentencePiece pieces -> pieces.model().stream().findFirst();
            default -> Optional.empty();
        };
    }

    /// Metadata of before 2020 name a vocabulary and no way to cut.
    private static Optional<NamedFile> vocabulary(ModelMetadata metadata) {
        return metadata.inputs().stream()
                .map(Note::files)
                .flatMap(List::stream)
                .filter(file -> file.kind() == FileKind.VOCABULARY)
                .findFirst();
    }

    private static Optional<TokenizerSource> ofFile(
            Path file, Wording wording, Optional<Unit> unit, Findings findings) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        try {
            TokenizerSource source = of(name, Files.readAllBytes(file), wording, unit, findings);
            Path merges = file.resolveSibling("merges.txt");
            if (source.files().containsKey("vocab.json") && Files.exists(merges)) {
                source.files().put("merges.txt", Files.readAllBytes(merges));
            }
            return Optional.of(source);
        } catch (IOException e) {
            findings.problem("the vocabulary " + file + " can't be read: " + e);
            return Optional.empty();
        }
    }

    private static TokenizerSource of(
            String name, byte[] content, Wording wording, Optional<Unit> unit, Findings findings) {
        TokenizerKind kind = wording.tokenizer()
                .or(() -> unit.map(TokenizerSource::kind))
                .orElseGet(() -> guessed(name, content, findings));
        boolean lowercase = wording.lowercase().orElseGet(() -> isLowercase(kind, content, findings));
        String own = unit.filter(Unit.Regex.class::isInstance)
                .map(Unit.Regex.class::cast)
                .map(Unit.Regex::delimiter)
                .orElse(DELIMITER);
        String file = fileName(kind, name);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(file, content);
        return new TokenizerSource(
                new TokenizerEntry(
                        kind,
                        file,
                        lowercase ? WordPieceOptions.uncased() : WordPieceOptions.cased(),
                        wording.delimiter().orElse(own)),
                files);
    }

    private static TokenizerKind kind(Unit unit) {
        return switch (unit) {
            case Unit.Bert bert -> TokenizerKind.WORDPIECE;
            case Unit.SentencePiece pieces -> TokenizerKind.UNIGRAM;
            default -> TokenizerKind.REGEX;
        };
    }

    private static TokenizerKind guessed(String name, byte[] content, Findings findings) {
        TokenizerKind kind;
        if (name.endsWith(".model")) {
            kind = TokenizerKind.UNIGRAM;
        } else if (name.endsWith(".json")) {
            kind = UNIGRAM.matcher(new String(content, UTF_8)).find() ? TokenizerKind.UNIGRAM : TokenizerKind.BPE;
        } else {
            kind = new String(content, UTF_8)
                            .lines()
                            .limit(LOOKED_AT)
                            .allMatch(line -> PIECE_AND_ID.matcher(line).matches())
                    ? TokenizerKind.REGEX
                    : TokenizerKind.WORDPIECE;
        }
        findings.note("the tokenizer is taken for " + Choice.name(kind) + ", by the look of its file");
        return kind;
    }

    /// A vocabulary with next to no capital letters is one of lower-case words; BERT's uncased one has two, of
    /// mathematics.
    private static boolean isLowercase(TokenizerKind kind, byte[] content, Findings findings) {
        if (kind != TokenizerKind.WORDPIECE && kind != TokenizerKind.REGEX) {
            return false;
        }
        List<String> pieces = new String(content, UTF_8)
                .lines()
                .map(line -> kind == TokenizerKind.REGEX ? line.replaceFirst(" \\d+$", "") : line)
                .filter(piece -> !SPECIAL_PIECE.matcher(piece).matches())
                .toList();
        long capital = pieces.stream()
                .filter(piece -> piece.codePoints().anyMatch(Character::isUpperCase))
                .count();
        boolean lowercase = capital * FEW_IN <= pieces.size();
        if (lowercase) {
            findings.note(capital + " of " + pieces.size()
                    + " pieces of the vocabulary have capital letters, so texts are read in lower case");
        }
        return lowercase;
    }

    /// The tokenizers know their files by these names.
    private static String fileName(TokenizerKind kind, String name) {
        return switch (kind) {
            case WORDPIECE, REGEX -> "vocab.txt";
            case BPE -> name.equals("vocab.json") ? name : "tokenizer.json";
            case UNIGRAM -> name.endsWith(".json") ? "tokenizer.json" : "sentencepiece.model";
        };
    }
}
