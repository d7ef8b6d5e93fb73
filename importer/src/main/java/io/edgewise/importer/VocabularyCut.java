// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.ImportOptions.Cut;
import io.edgewise.importer.vocabulary.CuttableVocabulary;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.wrap.BundleFolder;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Cuts a vocabulary down to the pieces that texts use: those with a meaning of their own, every single character, so
/// that what could be spelled still can, and then the most frequent ones, each with what it is put together from. For
/// one import.
final class VocabularyCut {
    /// Single characters and some words; fewer pieces spell nearly everything letter by letter.
    private static final int LEAST_PIECES = 64;

    private final Cut cut;
    private final CheckpointTokenizer source;
    private final Findings findings;

    /// What a vocabulary makes of the texts.
    private static final class Spelling {
        private final long[] counts;
        private long texts;

        Spelling(int vocabularySize) {
            this.counts = new long[vocabularySize];
        }

        void add(Encoding text) {
            texts++;
            IntStream.range(0, text.size()).forEach(i -> counts[text.id(i)]++);
        }

        long pieces() {
            return LongStream.of(counts).sum();
        }

        /// @param id negative where there is no such piece
        long of(int id) {
            return id < 0 ? 0 : counts[id];
        }

        /// What was used, the most frequent first.
        Stream<Integer> ids() {
            return IntStream.range(0, counts.length)
                    .boxed()
                    .filter(id -> counts[id] > 0)
                    .sorted(Comparator.comparingLong((Integer id) -> -counts[id])
                            .thenComparing(id -> id));
        }
    }

    /// The pieces that stay.
    ///
    /// @param rows of the word table, in their order
    record Kept(CuttableVocabulary vocabulary, List<Integer> rows, Spelling before) {}

    VocabularyCut(Cut cut, CheckpointTokenizer source, Findings findings) {
        this.cut = cut;
        this.source = source;
        this.findings = findings;
    }

    /// Looks for what stands against it.
    void check() {
        int pieces = source.tokenizer().vocabularySize();
        if (cut.pieces() < LEAST_PIECES || cut.pieces() >= pieces) {
            findings.problem("a vocabulary of " + pieces + " pieces can't be cut to " + cut.pieces() + ": expected "
                    + LEAST_PIECES + " to " + (pieces - 1));
        }
        if (!Files.isReadable(cut.texts())) {
            findings.problem("the texts " + cut.texts() + " can't be read, a text in each line");
        }
    }

    /// Chooses; empty with a problem when that can't be done.
    Optional<Kept> kept() {
        try {
            Optional<CuttableVocabulary> vocabulary =
                    CuttableVocabulary.of(source.entry(), source.files().getFirst(), source.tokenizer());
            if (vocabulary.isEmpty()) {
                findings.problem("the vocabulary of " + source.entry().file() + " can't be cut: load the tokenizer with"
                        + " AutoTokenizer and save it, which writes a tokenizer.json that can");
                return Optional.empty();
            }
            Spelling before = spelling(source.tokenizer());
            return Optional.of(new Kept(vocabulary.get(), rows(vocabulary.get(), before), before));
        } catch (IOException e) {
            findings.problem("the texts " + cut.texts() + " or the vocabulary can't be read: " + e);
        } catch (UncheckedIOException e) {
            findings.problem("the texts " + cut.texts() + " can't be read: "
                    + (e.getCause() instanceof CharacterCodingException ? "they are not UTF-8" : e.getCause()));
        }
        return Optional.empty();
    }

    private List<Integer> rows(CuttableVocabulary vocabulary, Spelling texts) {
        Set<Integer> kept = new TreeSet<>();
        IntStream.range(0, source.tokenizer().vocabularySize())
                .filter(vocabulary::isNeeded)
                .forEach(id -> kept.addAll(vocabulary.parts(id)));
        if (kept.size() > cut.pieces()) {
            findings.problem("a vocabulary can't be cut to " + cut.pieces() + " pieces: " + kept.size()
                    + " are single characters or have a meaning of their own");
        }
        texts.ids().map(vocabulary::parts).forEach(parts -> addIfRoom(kept, parts));
        return List.copyOf(kept);
    }

    private void addIfRoom(Set<Integer> kept, Set<Integer> parts) {
        long missing = parts.stream().filter(id -> !kept.contains(id)).count();
        if (kept.size() + missing <= cut.pieces()) {
            kept.addAll(parts);
        }
    }

    /// Writes the vocabulary of these rows, and reads it again as a board will.
    CheckpointTokenizer write(Kept kept, BundleFolder folder) throws IOException {
        TokenizerEntry entry = source.entry();
        folder.write(entry.file(), kept.vocabulary().with(kept.rows()));
        Tokenizer tokenizer = entry.kind().read(folder.path().resolve(entry.file()), entry.options(), "");
        Spelling after = spelling(tokenizer);
        findings.note(
                "the vocabulary is cut from %d pieces to %d; the %d texts have %d pieces with it, in place of %d, and %d unknown"
                                .formatted(
                                        source.tokenizer().vocabularySize(),
                                        kept.rows().size(),
                                        after.texts,
                                        after.pieces(),
                                        kept.before().pieces(),
                                        after.of(tokenizer.unknownId()))
                        + " words, in place of "
                        + kept.before().of(source.tokenizer().unknownId()));
        return new CheckpointTokenizer(entry, List.of(), tokenizer);
    }

    private Spelling spelling(Tokenizer tokenizer) throws IOException {
        Spelling spelling = new Spelling(tokenizer.vocabularySize());
        try (Stream<String> lines = Files.lines(cut.texts())) {
            lines.map(tokenizer::encode).forEach(spelling::add);
        }
        return spelling;
    }
}
