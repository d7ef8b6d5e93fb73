// SPDX-License-Identifier: Apache-2.0
/// From logits to answers: [ModerationTask] gives scores and a verdict, [ExtractionTask] an intent and fields,
/// [ClassificationTask] a label or several, [EmbeddingTask] a vector.
///
/// A task is immutable and shared; a [Reading] is made for each text and collects its windows on the lane thread.
@NullMarked
package io.edgewise.inference.task;

import org.jspecify.annotations.NullMarked;
