// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerException;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.inference.wrap.BundleFolder;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The tokenizer of a checkpoint, and the files that a bundle needs of it. Immutable.
///
/// @param files in the folder, under the names that they keep
public record CheckpointTokenizer(TokenizerEntry entry, List<Path> files, Tokenizer tokenizer) {
    private static final String JSON = "tokenizer.json";
    private static final String LINES = "vocab.txt";

    /// Cut alike by two tokenizers that are alike in everything that models meet.
    private static final List<String> PROBES = List.of(
            "Replace the seal of pump 3, call 555-0134!",
            "CAFÉ naïve Ångström Straße ΣΊΣΥΦΟΣ",
            "[MASK] [UNK] don't 東京 한국어 👍🏽",
            "a\u0000b\u200Bc\tunaffable\u00A0x".repeat(3));

    /// Puts the files into a bundle.
    ///
    /// @throws IOException when they can't be read or written
    public void copyTo(BundleFolder folder) throws IOException {
        for (Path file : files) {
            // Its bytes alone: a copy would be as closed to others as the file is.
            folder.write(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        }
    }

    /// Finds the tokenizer.
    ///
    /// @return empty with a problem when there is none that can be read
    public static Optional<CheckpointTokenizer> of(CheckpointFolder folder, Configuration config, Findings findings) {
        Optional<Path> json = folder.find(JSON);
        if (json.isPresent()) {
            return ofJson(folder, json.get(), findings);
        }
        Optional<Path> lines = folder.find(LINES);
        if (lines.isPresent()) {
            WordPieceOptions options = options(folder, config, findings);
            return read(TokenizerKind.WORDPIECE, List.of(lines.get()), options, findings);
        }
        Optional<Path> pieces = folder.find("vocab.json");
        Optional<Path> merges = folder.find("merges.txt");
        if (pieces.isPresent() && merges.isPresent()) {
            return read(TokenizerKind.BPE, List.of(pieces.get(), merges.get()), WordPieceOptions.uncased(), findings);
        }
        findings.problem("there is no tokenizer: neither tokenizer.json, vocab.txt, nor vocab.json with merges.txt."
                + " The ids of a SentencePiece model are not always its model's; load the tokenizer with AutoTokenizer"
                + " and save it, which writes tokenizer.json");
        return Optional.empty();
    }

    /// A `tokenizer.json`, wherever it lies.
    ///
    /// @return empty with a problem when it can't be read
    public static Optional<CheckpointTokenizer> of(Path json, Findings findings) {
        return kind(json, findings).flatMap(kind -> read(kind, List.of(json), WordPieceOptions.uncased(), findings));
    }

    private static Optional<TokenizerKind> kind(Path json, Findings findings) {
        try (InputStream in = Files.newInputStream(json)) {
            return TokenizerFormat.JSON.kind(in);
        } catch (TokenizerException e) {
            findings.problem(JSON + " " + e.getMessage());
        } catch (IOException e) {
            findings.problem(JSON + " can't be read: " + e);
        }
        return Optional.empty();
    }

    private static Optional<CheckpointTokenizer> ofJson(CheckpointFolder folder, Path file, Findings findings) {
        Optional<CheckpointTokenizer> whole = of(file, findings);
        return whole.map(json -> json.entry().kind() == TokenizerKind.WORDPIECE ? lines(folder, json, findings) : json);
    }

    /// A `vocab.txt` is a third of the size, and sooner read on a board: it is taken if it says the same.
    private static CheckpointTokenizer lines(CheckpointFolder folder, CheckpointTokenizer whole, Findings findings) {
        Optional<Path> lines = folder.find(LINES);
        Optional<Configuration> json = lines.flatMap(file -> folder.configuration(JSON))
                .filter(c -> c.block("normalizer").text("type").equals(Optional.of("BertNormalizer")));
        if (json.isEmpty()) {
            return whole;
        }
        Optional<CheckpointTokenizer> plain =
                read(TokenizerKind.WORDPIECE, lines.stream().toList(), options(json.get()), findings);
        if (plain.isPresent() && same(plain.get().tokenizer(), whole.tokenizer())) {
            return plain.get();
        }
        findings.note("vocab.txt does not cut as tokenizer.json does, which is taken");
        return whole;
    }

    private static boolean same(Tokenizer a, Tokenizer b) {
        if (a.vocabularySize() != b.vocabularySize()
                || !a.special().equals(b.special())
                || a.unknownId() != b.unknownId()) {
            return false;
        }
        for (int id = 0; id < a.vocabularySize(); id++) {
            if (!a.piece(id).equals(b.piece(id))) {
                return false;
            }
        }
        return PROBES.stream()
                .allMatch(text -> Window.whole(a.encode(text))
                        .ids()
                        .equals(Window.whole(b.encode(text)).ids()));
    }

    private static WordPieceOptions options(Configuration json) {
        Configuration normalizer = json.block("normalizer");
        boolean lowercase = normalizer.flag("lowercase").orElse(true);
        WordPieceOptions usual = WordPieceOptions.uncased();
        return new WordPieceOptions(
                lowercase,
                normalizer.flag("strip_accents").orElse(lowercase),
                normalizer.flag("handle_chinese_chars").orElse(true),
                json.block("model").text("unk_token").orElse(usual.unknown()),
                usual.classify(),
                usual.separate(),
                json.block("model").text("continuing_subword_prefix").orElse(usual.continuation()),
                json.block("model")
                        .integer("max_input_chars_per_word", usual.maxWordChars(), 1, WordPieceOptions.MAX_WORD_CHARS));
    }

    /// For a `vocab.txt` alone: `tokenizer_config.json` says how texts are prepared, or `config.json`.
    private static WordPieceOptions options(CheckpointFolder folder, Configuration config, Findings findings) {
        Optional<Configuration> said = folder.configuration("tokenizer_config.json");
        Optional<Boolean> lower = said.flatMap(c -> c.flag("do_lower_case")).or(() -> config.flag("do_lower_case"));
        if (lower.isEmpty()) {
            findings.note("nobody says whether texts are read in lower case (do_lower_case); they are");
        }
        boolean lowercase = lower.orElse(true);
        WordPieceOptions usual = lowercase ? WordPieceOptions.uncased() : WordPieceOptions.cased();
        return new WordPieceOptions(
                lowercase,
                said.flatMap(c -> c.flag("strip_accents")).orElse(lowercase),
                said.flatMap(c -> c.flag("tokenize_chinese_chars")).orElse(true),
                usual.unknown(),
                usual.classify(),
                usual.separate(),
                usual.continuation(),
                usual.maxWordChars());
    }

    private static Optional<CheckpointTokenizer> read(
            TokenizerKind kind, List<Path> files, WordPieceOptions options, Findings findings) {
        Path first = files.getFirst();
        try {
            Tokenizer tokenizer = kind.read(first, options, "");
            TokenizerEntry entry = new TokenizerEntry(kind, String.valueOf(first.getFileName()), options, "");
            return Optional.of(new CheckpointTokenizer(entry, files, tokenizer));
        } catch (TokenizerException e) {
            findings.problem("the tokenizer can't be read: " + e.getMessage());
            return Optional.empty();
        }
    }
}
