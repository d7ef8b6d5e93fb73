// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.tflite.PlanReport;

/// What a generator turned out to be on this board. Immutable.
///
/// @param tokens by which grammars are followed
/// @param plan what the delegates took
/// @param cacheBytes memory of the caches
public record GeneratorReceipt(GeneratorDescriptor bundle, TokenBytes tokens, PlanReport plan, long cacheBytes) {
    static GeneratorReceipt of(Generator generator) {
        return new GeneratorReceipt(
                generator.bundle().descriptor(), generator.tokens(), generator.plan(), generator.cacheBytes());
    }
}
