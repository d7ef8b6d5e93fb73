// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.Map;
import java.util.Optional;

/// An open file with tensors, in whatever format. Owns the file handle.
interface TensorFile extends AutoCloseable {
    /// By the name that the transformers library gives them, in the file's order.
    Map<String, StoredTensor> tensors();

    /// What says how large its tensors have to be; for sentences.
    String configuredBy();

    /// Why the elements of a tensor are not read, as the end of a sentence: which are, and what to do. Empty
    /// when they are.
    Optional<String> refusal(StoredTensor tensor);

    /// A tensor that there is no [#refusal] of.
    Weights weights(StoredTensor tensor);

    @Override
    void close();
}
