// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/// A `.tflite` file mapped into memory, read-only and checked: the bytes that are hashed are the bytes that run.
///
/// The file must not be changed in place while it is mapped (replace it by a rename): the operating system ends a
/// process that reads a mapped page which is gone. Immutable apart from being open or closed. Owned by the
/// [Model] made from it, or closed by who mapped it. Thread-safe.
public final class ModelFile implements AutoCloseable {
    /// Who closes the file.
    private enum State {
        MAPPED,
        OWNED,
        CLOSED
    }

    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;
    private volatile boolean verified;
    private final AtomicReference<State> state = new AtomicReference<>(State.MAPPED);

    private ModelFile(Path path, Arena arena, MemorySegment bytes) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /// Maps a file and checks its structure.
    ///
    /// @throws UnsupportedModelException when the file is missing, unreadable, damaged, or no TFLite model
    public static ModelFile map(Path path) {
        ModelFile file = mapUnverified(path);
        try {
            file.verify();
            return file;
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /// Maps a file without a look at its structure, for who compares its digest first. The model that is made of it
    /// checks the structure.
    ///
    /// @throws UnsupportedModelException when the file is missing or unreadable
    public static ModelFile mapUnverified(Path path) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            return new ModelFile(path, arena, bytes);
        } catch (NoSuchFileException e) {
            arena.close();
            throw new UnsupportedModelException("model file " + path + " is not there");
        } catch (IOException e) {
            arena.close();
            throw new UnsupportedModelException("model file " + path + " can't be read: " + e.getMessage());
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// Checks the file's structure. Does nothing the second time.
    ///
    /// @throws UnsupportedModelException when the file is damaged or no TFLite model
    public void verify() {
        if (verified) {
            return;
        }
        String fault = ModelFileVerifier.fault(bytes);
        if (!fault.isEmpty()) {
            throw new UnsupportedModelException("model file " + path + " can't be used: " + fault);
        }
        verified = true;
    }

    /// Where it was mapped from.
    public Path path() {
        return path;
    }

    /// Size in bytes.
    public long size() {
        return bytes.byteSize();
    }

    /// The digest of the mapped bytes.
    public String sha256(FileDigests digests) {
        return digests.sha256(path, bytes.asByteBuffer());
    }

    /// Gives the physical memory of the pages back; they are read again from the file when they are needed. Worth
    /// calling once the delegates have packed their own copy of the weights.
    public void unload() {
        bytes.unload();
    }

    MemorySegment bytes() {
        return bytes;
    }

    /// Hands the file to a model, which alone closes it from now on.
    ///
    /// @throws IllegalStateException when it is closed, or another model has it
    void give() {
        if (!state.compareAndSet(State.MAPPED, State.OWNED)) {
            throw new IllegalStateException("model file " + path
                    + (state.get() == State.OWNED ? " belongs to a model already: map it again" : " is closed"));
        }
    }

    /// What the model that owns the file calls when nothing reads it any more.
    void unmap() {
        if (state.compareAndSet(State.OWNED, State.CLOSED)) {
            arena.close();
        }
    }

    /// Unmaps the file. Harmless the second time.
    ///
    /// @throws IllegalStateException while a model owns the file: closing that closes the file
    @Override
    public void close() {
        if (state.compareAndSet(State.MAPPED, State.CLOSED)) {
            arena.close();
        } else if (state.get() == State.OWNED) {
            throw new IllegalStateException("model file " + path + " belongs to a model: close that");
        }
    }
}
