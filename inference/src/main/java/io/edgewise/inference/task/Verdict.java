// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

/// What should happen with a moderated text; a later constant is stricter.
public enum Verdict {
    /// No label reached a threshold.
    ALLOW,
    /// A label is likely enough that a person should look.
    REVIEW,
    /// A label is likely enough to act on.
    BLOCK
}
