// SPDX-License-Identifier: Apache-2.0
/// Tests of the extractors: a table per type, their interplay, hostile and random text, and foreign test vectors.
@NullMarked
package io.edgewise.inference.pattern;

import org.jspecify.annotations.NullMarked;
