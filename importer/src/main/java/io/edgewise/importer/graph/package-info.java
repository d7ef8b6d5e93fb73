// SPDX-License-Identifier: Apache-2.0
/// Writes TensorFlow Lite graphs: the file, its operators, and the encoder in the form that takes several
/// messages in one row.
@NullMarked
package io.edgewise.importer.graph;

import org.jspecify.annotations.NullMarked;
