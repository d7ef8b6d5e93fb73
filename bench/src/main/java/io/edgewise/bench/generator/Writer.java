// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import java.io.IOException;

/// An engine with a model, on one thread. Confined to one thread.
interface Writer extends AutoCloseable {
    /// What stands in the table.
    String name();

    /// How long its model took to be ready, in milliseconds.
    double loadMillis();

    /// Bytes of its weights.
    long weightBytes();

    /// Bytes that a token takes in its cache.
    long cacheBytesPerToken();

    /// Reads a prompt of which nothing is known, and writes behind it.
    ///
    /// @param promptTokens how long the prompt is
    /// @param tokens how many to write, at most
    Turn turn(int promptTokens, int tokens) throws IOException;

    /// What its process takes now.
    Resident resident() throws IOException;

    @Override
    void close();

    /// One round of one engine.
    ///
    /// @param read tokens of the prompt
    /// @param readSeconds for all of them
    /// @param written tokens, each by a call of the model of its own
    /// @param writeSeconds for all of them
    record Turn(int read, double readSeconds, int written, double writeSeconds) {
        double readRate() {
            return read / readSeconds;
        }

        double writeRate() {
            return written / writeSeconds;
        }
    }
}
