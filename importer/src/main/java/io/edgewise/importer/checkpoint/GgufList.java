// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

/// Where the values of a list in the metadata are. They are read when they are asked for: a vocabulary has a
/// quarter of a million. Immutable.
///
/// @param position of the first value in the file
record GgufList(GgufValueType type, int count, long position) {}
