// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

/// What a site wants done about a word.
public enum WordList {
    /// A text with it is blocked.
    BLOCK,
    /// A person should look at a text with it.
    REVIEW,
    /// It is harmless here, whatever it is elsewhere.
    ALLOW
}
