// SPDX-License-Identifier: Apache-2.0
/// Writes TensorFlow Lite graphs: the file, its operators, the encoder in the form that takes several
/// messages in one row ([PackedGraph]), and the decoder whose caches are its caller's ([DecoderGraph]).
@NullMarked
package io.edgewise.importer.graph;

import org.jspecify.annotations.NullMarked;
