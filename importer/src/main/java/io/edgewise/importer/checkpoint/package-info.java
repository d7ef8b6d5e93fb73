// SPDX-License-Identifier: Apache-2.0
/// Reads what others trained: a folder with `config.json` and weights as safetensors, in one file or in shards,
/// or a GGUF file of llama.cpp, which is shown as if it were such a folder.
///
/// Weights are read by position, a block at a time, and never mapped: a file that is cut short while it is read
/// ends in an exception and not in a signal, and a checkpoint of 3 GB needs no more memory than one of 3 MB.
/// Nothing that runs code when it is read, as Python's pickle does, is ever opened.
@NullMarked
package io.edgewise.importer.checkpoint;

import org.jspecify.annotations.NullMarked;
