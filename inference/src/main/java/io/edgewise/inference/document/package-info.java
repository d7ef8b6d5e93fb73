// SPDX-License-Identifier: Apache-2.0
/// Strict reading of documents that people write (`bundle.json`, the gateway's YAML): every unknown key, wrong
/// type and value out of range becomes a [Problem] with its path, all of them at once.
///
/// A reader is plain code over a [Section]: it asks for each key with its fallback and a description. Run over a
/// [DocumentSection] it reads; run over a [SchemaSection] the same code writes the JSON Schema, so the two can't
/// part.
///
/// [ProtobufMessage] and [Printable] are for what the tools of others wrote.
@NullMarked
package io.edgewise.inference.document;

import org.jspecify.annotations.NullMarked;
