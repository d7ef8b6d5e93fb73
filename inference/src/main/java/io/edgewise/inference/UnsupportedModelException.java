// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

/// A model file that this runtime can't run: not a TFLite file, damaged, of another schema, or with operators
/// that the library lacks. Fatal for the model, harmless for others.
public final class UnsupportedModelException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public UnsupportedModelException(String message) {
        super(message);
    }
}
