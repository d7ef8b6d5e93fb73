// SPDX-License-Identifier: Apache-2.0
/// A graph of a model, ready to run: what an encoder fills and reads, wherever the interpreter is.
///
/// [SignatureGraph] and, for models without signatures, [PositionGraph] have their interpreter in this process; a
/// delegate in a worker process has one of its own behind the same interface.
@NullMarked
package io.edgewise.inference.graph;

import org.jspecify.annotations.NullMarked;
