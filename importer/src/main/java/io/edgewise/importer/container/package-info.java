// SPDX-License-Identifier: Apache-2.0
/// Reads files of others in which a whole language model lies: `.litertlm` of LiteRT-LM and `.task` of MediaPipe.
///
/// Their graphs take and return a cache of a fixed length at each token, and are not run. What is in such a file is
/// shown ([Container], [ContainerNotes], [ContainerTokenizer], [ContainerGraph]), and why no bundle is made of it is
/// said ([ContainerRefusal]). Every length and offset is compared with the file before it is believed; what is
/// damaged ends in a [io.edgewise.importer.checkpoint.CheckpointException].
@NullMarked
package io.edgewise.importer.container;

import org.jspecify.annotations.NullMarked;
