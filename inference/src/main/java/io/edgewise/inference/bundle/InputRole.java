// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

/// What an input of a plain sequence graph is for.
public enum InputRole {
    /// The pieces of the text by number. Every graph has it.
    IDS,
    /// 1 where a piece stands, 0 where the row is only filled up; BERT's `attention_mask`.
    MASK,
    /// Which of two texts a piece belongs to, always 0 here; BERT's `token_type_ids` or `segment_ids`.
    TYPE_IDS,
    /// The number of a piece in the row, from 0.
    POSITIONS
}
