// SPDX-License-Identifier: Apache-2.0
/// Containers of language models as LiteRT-LM and MediaPipe write them, to be written right or wrong. It knows no
/// module of ours.
@NullMarked
package io.edgewise.testkit.container;

import org.jspecify.annotations.NullMarked;
