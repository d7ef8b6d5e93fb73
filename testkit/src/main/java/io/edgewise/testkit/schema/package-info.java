// SPDX-License-Identifier: Apache-2.0
/// Forms that answers are asked to have, at random. It knows no module of ours.
@NullMarked
package io.edgewise.testkit.schema;

import org.jspecify.annotations.NullMarked;
