// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.SupposedWeights;
import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.importer.decoder.DecoderModelReader;
import io.edgewise.importer.graph.DecoderGraph;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.inference.wrap.WrapException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// What a bundle will need, by arithmetic: nothing is written yet. Immutable.
///
/// A token needs all weights once, and the cache up to where the text is; memory is what limits that on a
/// board. Sustained bandwidths of boards are those that others measured (Raspberry Pi 4: 3.5 to 5.5 GB/s,
/// Raspberry Pi 5: 9 to 11.4); of the bound that follows, this engine reached 60 to 80 % where it was measured.
///
/// @param fileBytes of the graph
/// @param referenceBytes of the float32 graph that golden prompts are recorded from, for a while
/// @param cacheBytes of one text that fills the context
/// @param context tokens
public record GeneratorNeeds(long fileBytes, long referenceBytes, long cacheBytes, int context) {
    /// JVM, tokenizer, masks, buffers of the graph.
    private static final long ELSE = 150L << 20;

    private static final double LEAST_SHARE = 0.6;
    private static final double MOST_SHARE = 0.8;
    private static final double GIGA = 1e9;

    /// A board.
    ///
    /// @param least sustained bandwidth in bytes a second
    /// @param most the same
    private record Board(String name, double least, double most) {}

    private static final List<Board> BOARDS =
            List.of(new Board("Raspberry Pi 4", 3.5e9, 5.5e9), new Board("Raspberry Pi 5", 9e9, 11.4e9));

    /// Of a model that is known by its `config.json` alone.
    ///
    /// @param config the file
    /// @param precision any but `BLOCKS`, which a file of weights has or has not
    /// @param context tokens, or empty for those that an import takes
    /// @throws WrapException with everything that stands against a graph
    public static GeneratorNeeds ofConfiguration(Path config, DecoderPrecision precision, OptionalInt context) {
        Findings findings = new Findings();
        Path file = config.toAbsolutePath();
        Optional<Configuration> read = new CheckpointFolder(Objects.requireNonNull(file.getParent()), findings)
                .configuration(String.valueOf(file.getFileName()));
        if (read.isEmpty() && !findings.hasProblems()) {
            findings.problem("it is not there; name a model's config.json");
        }
        Optional<DecoderModel> model =
                read.flatMap(known -> new DecoderModelReader(new SupposedWeights(), findings).read(known, context));
        findings.requireNone(config);
        return of(model.orElseThrow(), precision);
    }

    static GeneratorNeeds of(DecoderModel model, DecoderPrecision precision) {
        return new GeneratorNeeds(
                DecoderGraph.bytes(model, precision),
                precision == DecoderPrecision.FP32 ? 0 : DecoderGraph.bytes(model, DecoderPrecision.FP32),
                model.shape().cacheBytesPerToken() * model.context(),
                model.context());
    }

    /// Memory of a board with one text under way: packed weights, of which the rest of the file need not stay,
    /// and the cache.
    public long memoryBytes() {
        return fileBytes + cacheBytes + ELSE;
    }

    /// Why there can be no such bundle, if so: its file would be larger than one can be.
    public Optional<String> obstacle() {
        return fileBytes <= Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of("the graph would have " + fileBytes + " bytes, a file of a bundle has at most "
                        + Integer.MAX_VALUE + ": take "
                        + lighter() + "a smaller model");
    }

    /// Other forms of the weights that may do.
    private String lighter() {
        if (referenceBytes == 0) {
            return "int8 or int4, or "; // it is float32
        }
        return fileBytes / 2 <= Integer.MAX_VALUE ? "int4 or blocks, or " : ""; // half of int8
    }

    /// Sentences for people, one for each line.
    ///
    /// @param bandwidth of this machine, in bytes a second
    public List<String> sentences(double bandwidth) {
        return List.of(
                "file       %s, and as much again on the board's disk for packed weights".formatted(giga(fileBytes)),
                "memory     %s = weights %s + cache of %d tokens %s + %s for all else: %s"
                        .formatted(
                                giga(memoryBytes()), giga(fileBytes), context, giga(cacheBytes), giga(ELSE), boards()),
                "speed      %s; this machine reads %.0f GB/s: %s"
                        .formatted(
                                String.join(
                                        "; ", BOARDS.stream().map(this::speed).toList()),
                                bandwidth / GIGA,
                                tokens(bandwidth, bandwidth)));
    }

    private String boards() {
        long gib = 1L << 30;
        for (long size : new long[] {1, 2, 4, 8, 16}) {
            // The system and the broker have to live, too.
            if (memoryBytes() < size * gib * 3 / 4) {
                return "a board with " + size + " GB";
            }
        }
        return "more than any board has";
    }

    private String speed(Board board) {
        return board.name() + " " + tokens(board.least(), board.most());
    }

    private String tokens(double least, double most) {
        double bytes = fileBytes + cacheBytes / 2.0;
        return String.format(
                Locale.ROOT, "%.3g to %.3g tokens/s", least * LEAST_SHARE / bytes, most * MOST_SHARE / bytes);
    }

    /// As `1.24 GB`.
    static String giga(long bytes) {
        return bytes < GIGA
                ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / GIGA);
    }
}
