// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The folder of a spool: what it needs of a file system, so that tests can have one that is full or fails.
/// Confined to the spool's thread.
interface SpoolFolder extends AutoCloseable {
    /// A file in it. Confined to the spool's thread.
    interface SpoolFile extends AutoCloseable {
        /// Bytes in it.
        long bytes() throws IOException;

        /// Fills the rest of a buffer.
        ///
        /// @throws java.io.EOFException when the file ends first
        void read(ByteBuffer into, long offset) throws IOException;

        /// Writes the rest of a buffer. When it throws, a part of it may have been written.
        void write(ByteBuffer from, long offset) throws IOException;

        /// Returns when everything that was written would outlast a power cut.
        void force() throws IOException;

        /// Cuts the file off.
        void truncate(long bytes) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// The names of all files.
    List<String> names() throws IOException;

    /// Makes an empty file whose name outlasts a power cut.
    SpoolFile create(String name) throws IOException;

    /// Opens a file that is there.
    SpoolFile open(String name) throws IOException;

    void delete(String name) throws IOException;

    /// Replaces a small file as a whole: after a power cut there is the old one or the new one.
    void replace(String name, byte[] content) throws IOException;

    /// A small file; empty when there is none.
    Optional<byte[]> small(String name) throws IOException;

    /// For sentences.
    @Override
    String toString();

    @Override
    void close() throws IOException;
}
