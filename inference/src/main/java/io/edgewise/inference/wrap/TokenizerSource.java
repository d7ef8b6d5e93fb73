// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.AssociatedFiles;
import io.edgewise.inference.tflite.ModelMetadata;
import io.edgewise.inference.tflite.ModelMetadata.FileKind;
import io.edgewise.inference.tflite.ModelMetadata.NamedFile;
import io.edgewise.inference.tflite.ModelMetadata.Note;
import io.edgewise.inference.tflite.ModelMetadata.Unit;
import io.edgewise.inference.tokenizer.TokenizerException;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.inference.wrap.WrapOptions.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a model's tokenizer comes from: the caller's file, or the one that the model names and has behind it;
/// which kind it is, and how it wants texts prepared. Immutable.
///
/// @param entry how it is read
/// @param files its files by their names in the bundle
record TokenizerSource(TokenizerEntry entry, Map<String, Content> files) {
    /// Of TensorFlow Lite Model Maker, for a regex vocabulary that comes without its expression.
    private static final String DELIMITER = "[^\\w\\']+";

    /// A file behind a model is read into memory; the largest SentencePiece models have 5 MB.
    private static final long MAX_BYTES_BEHIND = 16L << 20;

    private static final String VOCABULARY_JSON = "vocab.json";
    private static final String MERGES = "merges.txt";

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
        if (!behind.names().contains(name)) {
            findings.problem(
                    "the model says that its vocabulary is " + name + ", and has no such file behind it (have: "
                            + behind.names() + "); name a copy of it (--vocab FILE)");
            return Optional.empty();
        }
        boolean pieces = unit.filter(Unit.SentencePiece.class::isInstance).isPresent();
        TokenizerFormat format = pieces ? TokenizerFormat.SENTENCEPIECE : TokenizerFormat.of(name);
        try {
            byte[] content = behind.read(name, (int) Math.min(format.maxBytes(), MAX_BYTES_BEHIND))
                    .orElseThrow();
            return of(format, name, Content.of(content), wording, unit, findings);
        } catch (UnsupportedModelException e) {
            findings.problem(e.getMessage() + "; name a copy of it (--vocab FILE)");
            return Optional.empty();
        }
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
        TokenizerFormat format = TokenizerFormat.of(name);
        long most = format.maxBytes();
        try {
            if (Files.size(file) > most) {
                findings.problem("the vocabulary " + file + " has " + Files.size(file) + " bytes, at most " + most
                        + " are read: is it one?");
                return Optional.empty();
            }
        } catch (IOException e) {
            findings.problem("the vocabulary " + file + " can't be read: " + e);
            return Optional.empty();
        }
        Optional<TokenizerSource> source = of(format, name, Content.of(file), wording, unit, findings);
        Path merges = file.resolveSibling(MERGES);
        if (name.equals(VOCABULARY_JSON) && Files.exists(merges)) {
            source.ifPresent(s -> s.files().put(MERGES, Content.of(merges)));
        }
        return source;
    }

    private static Optional<TokenizerSource> of(
            TokenizerFormat format,
            String name,
            Content content,
            Wording wording,
            Optional<Unit> unit,
            Findings findings) {
        try {
            TokenizerEntry entry = format == TokenizerFormat.TEXT
                    ? text(VocabularyLook.of(content), wording, unit, findings)
                    : stated(format, name, content, wording, findings);
            Map<String, Content> files = new LinkedHashMap<>();
            files.put(entry.file(), content);
            return Optional.of(new TokenizerSource(entry, files));
        } catch (TokenizerException e) {
            findings.problem("the vocabulary " + name + " " + e.getMessage());
        } catch (IOException e) {
            findings.problem("the vocabulary " + name + " can't be read: " + e);
        }
        return Optional.empty();
    }

    /// A file that says of which kind it is, and how texts are prepared for it.
    private static TokenizerEntry stated(
            TokenizerFormat format, String name, Content content, Wording wording, Findings findings)
            throws IOException {
        if (wording.lowercase().isPresent() || wording.stripAccents().isPresent()) {
            findings.problem("the vocabulary " + name + " says itself how a text is prepared: leave --lowercase and"
                    + " --strip-accents out, or name the vocab.txt of the same model");
        }
        Optional<TokenizerKind> kind = wording.tokenizer();
        if (kind.isEmpty()) {
            try (InputStream file = content.open()) {
                kind = format.kind(file);
            }
        }
        String file = format == TokenizerFormat.SENTENCEPIECE ? "sentencepiece.model" : json(name);
        return new TokenizerEntry(kind.orElseThrow(), file, WordPieceOptions.uncased(), DELIMITER);
    }

    /// The tokenizers know their files by these names.
    private static String json(String name) {
        return name.equals(VOCABULARY_JSON) ? name : "tokenizer.json";
    }

    private static TokenizerEntry text(VocabularyLook look, Wording wording, Optional<Unit> unit, Findings findings) {
        TokenizerKind kind = wording.tokenizer()
                .or(() -> unit.map(TokenizerSource::kind))
                .orElseGet(() -> {
                    findings.note(
                            "the tokenizer is taken for " + Choice.name(look.kind()) + ", by the look of its file");
                    return look.kind();
                });
        String own = unit.filter(Unit.Regex.class::isInstance)
                .map(Unit.Regex.class::cast)
                .map(Unit.Regex::delimiter)
                .orElse(DELIMITER);
        boolean lowercase = wording.lowercase().orElseGet(() -> lowercase(look, findings));
        boolean plain = kind == TokenizerKind.WORDPIECE
                && wording.stripAccents().orElseGet(() -> lowercase && plain(look, findings));
        return new TokenizerEntry(
                kind,
                "vocab.txt",
                WordPieceOptions.bert(lowercase, plain),
                wording.delimiter().orElse(own));
    }

    private static boolean lowercase(VocabularyLook look, Findings findings) {
        if (look.isLowercase()) {
            findings.note(look.capital() + " of " + look.pieces()
                    + " pieces of the vocabulary have capital letters, so texts are read in lower case");
        }
        return look.isLowercase();
    }

    private static boolean plain(VocabularyLook look, Findings findings) {
        findings.note(look.accented() + " of " + look.pieces() + " pieces of the vocabulary have accents, so texts "
                + (look.isPlain() ? "lose theirs" : "keep theirs") + " (--strip-accents)");
        return look.isPlain();
    }

    private static TokenizerKind kind(Unit unit) {
        return switch (unit) {
            case Unit.Bert bert -> TokenizerKind.WORDPIECE;
            case Unit.SentencePiece pieces -> TokenizerKind.UNIGRAM;
            default -> TokenizerKind.REGEX;
        };
    }
}
