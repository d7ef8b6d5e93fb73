// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.importer.graph.Precision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// How an imported graph keeps its matrices, as the command line calls it.
enum WeightForm {
    /// A byte, with a scale for each row.
    INT8,
    /// Halves.
    FP16,
    /// As they are computed with.
    FP32,
    /// Four bits, with a scale for each 32 numbers.
    INT4,
    /// The four bits that a GGUF file has.
    BLOCKS;

    Precision ofEncoder(@Nullable CommandSpec spec) {
        return switch (this) {
            case INT8 -> Precision.INT8;
            case FP16 -> Precision.FP16;
            case FP32 -> Precision.FP32;
            case INT4, BLOCKS ->
                throw Terminal.usage(
                        spec,
                        "--weights " + name().toLowerCase(Locale.ROOT)
                                + " is for decoders, and this checkpoint reads texts: int8, fp16 or fp32");
        };
    }

    DecoderPrecision ofDecoder(@Nullable CommandSpec spec) {
        return switch (this) {
            case INT8 -> DecoderPrecision.INT8;
            case FP32 -> DecoderPrecision.FP32;
            case INT4 -> DecoderPrecision.INT4;
            case BLOCKS -> DecoderPrecision.BLOCKS;
            case FP16 -> throw Terminal.usage(spec, "--weights fp16 is for encoders: int8, int4, blocks or fp32");
        };
    }
}
