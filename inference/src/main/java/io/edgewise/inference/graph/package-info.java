// SPDX-License-Identifier: Apache-2.0
/// A signature of a model, ready to run: what an encoder fills and reads, wherever the interpreter is.
///
/// [SignatureGraph] has its interpreter in this process; a delegate in a worker process has one of its own behind the
/// same interface.
@NullMarked
package io.edgewise.inference.graph;

import org.jspecify.annotations.NullMarked;
