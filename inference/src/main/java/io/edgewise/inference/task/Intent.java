// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

/// What a text asks for. Immutable.
///
/// @param name one of the model's intents
/// @param confidence its share of the softmax, 0 to 1, not calibrated
public record Intent(String name, double confidence) {
    /// Of a text that nothing has read.
    public static final Intent NONE = new Intent("none", 0);
}
