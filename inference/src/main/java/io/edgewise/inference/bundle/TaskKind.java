// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

/// What a bundle's model is for.
public enum TaskKind {
    /// Labels with scores, and the verdict allow, review or block.
    MODERATION,
    /// An intent, and fields with their places in the text.
    EXTRACTION,
    /// The label that a text gets, or the labels.
    CLASSIFICATION,
    /// Numbers that place a text among others.
    EMBEDDING
}
