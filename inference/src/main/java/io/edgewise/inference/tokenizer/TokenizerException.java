// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// A tokenizer that cannot be made from its files. The message is one sentence for the person who made the
/// bundle: file, line, what is wrong, what to do.
///
/// Never thrown by [Tokenizer#encode], which has an answer for every text.
public final class TokenizerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Says what is wrong.
    public TokenizerException(String message) {
        super(message);
    }

    /// Says what is wrong and what led to it.
    public TokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}
