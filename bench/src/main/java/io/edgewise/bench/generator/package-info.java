// SPDX-License-Identifier: Apache-2.0
/// How fast a bundle writes, what its start and its memory cost, and how that compares with llama.cpp on the same
/// weights: `./edgewise bench generate`.
@NullMarked
package io.edgewise.bench.generator;

import org.jspecify.annotations.NullMarked;
