// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.ImportOptions.Cut;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.wrap.BundleFolder;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Cuts a WordPiece vocabulary down to the pieces that texts use: those with a meaning of their own, every single
/// character, so that what could be spelled still can, and then the most frequent ones. For one import.
final class VocabularyCut {
    private static final Pattern MEANING = Pattern.compile("\\[(PAD|UNK|CLS|SEP|MASK)]");

    /// Single characters and some words; fewer pieces spell nearly everything letter by letter.
    private static final int LEAST_PIECES = 64;

    private final Cut cut;
    private final CheckpointTokenizer source;
    private final Findings findings;

    /// What a vocabulary makes of the texts.
    private record Spelling(long texts, long pieces, long unknown) {}

    VocabularyCut(Cut cut, CheckpointTokenizer source, Findings findings) {
        this.cut = cut;
        this.source = source;
        this.findings = findings;
    }

    /// Looks for what stands against it.
    void check() {
        TokenizerEntry entry = source.entry();
        int pieces = source.tokenizer().vocabularySize();
        if (entry.kind() != TokenizerKind.WORDPIECE || !entry.file().endsWith(".txt")) {
            findings.problem("the vocabulary of " + entry.file()
                    + " can't be cut: only a WordPiece vocab.txt can, whose pieces don't depend on each other");
        } else if (cut.pieces() < LEAST_PIECES || cut.pieces() >= pieces) {
            findings.problem("a vocabulary of " + pieces + " pieces can't be cut to " + cut.pieces() + ": expected "
                    + LEAST_PIECES + " to " + (pieces - 1));
        }
        if (!Files.isReadable(cut.texts())) {
            findings.problem("the texts " + cut.texts() + " can't be read, a text in each line");
        }
    }

    /// The rows of the pieces that are kept, in their order; empty with a problem when the texts can't be read.
    List<Integer> kept() {
        Tokenizer tokenizer = source.tokenizer();
        long[] counts = new long[tokenizer.vocabularySize()];
        try (Stream<String> lines = Files.lines(cut.texts())) {
            lines.map(tokenizer::encode)
                    .flatMapToInt(
                            encoding -> IntStream.range(0, encoding.size()).map(encoding::id))
                    .forEach(id -> counts[id]++);
        } catch (IOException e) {
            findings.problem("the texts " + cut.texts() + " can't be read: " + e);
            return List.of();
        } catch (UncheckedIOException e) {
            findings.problem("the texts " + cut.texts() + " can't be read: "
                    + (e.getCause() instanceof CharacterCodingException ? "they are not UTF-8" : e.getCause()));
            return List.of();
        }
        Set<Integer> kept = new TreeSet<>(IntStream.range(0, counts.length)
                .filter(id -> always(tokenizer, id))
                .boxed()
                .toList());
        if (kept.size() > cut.pieces()) {
            findings.problem("a vocabulary can't be cut to " + cut.pieces() + " pieces: " + kept.size()
                    + " are single characters or have a meaning of their own");
        }
        IntStream.range(0, counts.length)
                .boxed()
                .filter(id -> counts[id] > 0 && !kept.contains(id))
                .sorted(Comparator.comparingLong((Integer id) -> -counts[id]).thenComparing(id -> id))
                .limit(Math.max(0, cut.pieces() - kept.size()))
                .toList()
                .forEach(kept::add);
        return new ArrayList<>(kept);
    }

    private boolean always(Tokenizer tokenizer, int id) {
        String piece = tokenizer.piece(id);
        String inside = source.entry().options().continuation();
        String letters = piece.startsWith(inside) ? piece.substring(inside.length()) : piece;
        return id == tokenizer.unknownId()
                || id == tokenizer.special().classify()
                || id == tokenizer.special().separate()
                || MEANING.matcher(piece).matches()
                || letters.codePointCount(0, letters.length()) == 1;
    }

    /// Writes the vocabulary of these rows, and reads it again as a board will.
    CheckpointTokenizer write(List<Integer> kept, BundleFolder folder) throws IOException {
        TokenizerEntry entry = source.entry();
        folder.write(
                entry.file(), kept.stream().map(source.tokenizer()::piece).collect(Collectors.joining("\n", "", "\n")));
        Tokenizer tokenizer = entry.kind().read(folder.path().resolve(entry.file()), entry.options(), "");
        Spelling before = spelling(source.tokenizer());
        Spelling after = spelling(tokenizer);
        findings.note(
                "the vocabulary is cut from %d pieces to %d; the %d texts have %d pieces with it, in place of %d, and %d unknown"
                                .formatted(
                                        source.tokenizer().vocabularySize(),
                                        kept.size(),
                                        after.texts(),
                                        after.pieces(),
                                        before.pieces(),
                                        after.unknown())
                        + " words, in place of " + before.unknown());
        return new CheckpointTokenizer(entry, List.of(), tokenizer);
    }

    private Spelling spelling(Tokenizer tokenizer) throws IOException {
        try (Stream<String> lines = Files.lines(cut.texts())) {
            return lines.map(tokenizer::encode)
                    .map(encoding -> new Spelling(1, encoding.size(), unknown(tokenizer, encoding)))
                    .reduce(
                            new Spelling(0, 0, 0),
                            (a, b) -> new Spelling(
                                    a.texts() + b.texts(), a.pieces() + b.pieces(), a.unknown() + b.unknown()));
        }
    }

    private static long unknown(Tokenizer tokenizer, Encoding encoding) {
        return IntStream.range(0, encoding.size())
                .filter(i -> encoding.id(i) == tokenizer.unknownId())
                .count();
    }
}
