// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.generator.GeneratorNeeds;
import io.edgewise.importer.generator.MemorySpeed;
import io.edgewise.importer.graph.DecoderPrecision;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise bundle plan`: what a model that writes texts would need, before anybody has got its weights.
@Command(
        name = "plan",
        description = {
            "Says what a bundle of a decoder would need on boards, by its config.json alone: size, memory, tokens a second.",
            "What import would refuse by config.json is refused here, too."
        },
        mixinStandardHelpOptions = true)
final class BundlePlanCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "CONFIG", description = "the model's config.json")
    private Path config = Path.of("");

    @Option(
            names = "--weights",
            paramLabel = "FORM",
            defaultValue = "int8",
            description = "how matrices would be kept: int8 (default), int4 or fp32")
    private WeightForm weights = WeightForm.INT8;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "tokens of a text with its answer that it could look at; default at most 2048")
    private Optional<Integer> context = Optional.empty();

    @Override
    public Integer call() {
        DecoderPrecision precision = weights.ofDecoder(spec);
        if (precision == DecoderPrecision.BLOCKS) {
            throw Terminal.usage(
                    spec, "--weights blocks are those of a GGUF file: bundle import says what they need. Plan int4");
        }
        GeneratorNeeds needs = GeneratorNeeds.ofConfiguration(
                config, precision, context.map(OptionalInt::of).orElseGet(OptionalInt::empty));
        PrintWriter out = Terminal.out(spec);
        needs.sentences(MemorySpeed.bytesPerSecond()).forEach(line -> out.println("  " + line));
        needs.obstacle().ifPresent(why -> out.println("  refused    " + why));
        out.flush();
        return ExitCode.OK;
    }
}
