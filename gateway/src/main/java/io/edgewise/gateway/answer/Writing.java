// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.answer;

import io.edgewise.inference.generation.Generated;

/// A text that a generator has written. Immutable.
///
/// @param json whether the text is JSON
/// @param generated the text, why it ended, and what it took
public record Writing(boolean json, Generated generated) {}
