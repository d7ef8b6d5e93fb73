// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A `.tflite` file mapped into memory (or a part of a file, or a copy of an array), read-only and checked:
/// the bytes that are hashed are the bytes that run.
///
/// The file must not be changed in place while it is mapped (replace it by a rename): the operating system
/// ends a process that reads a mapped page which is gone. Immutable apart from being open or closed. Owned by
/// the [Model] made from it, or closed by who mapped it. Thread-safe.
public final class ModelFile implements AutoCloseable {
    /// Who closes the file.
    private enum State {
        MAPPED,
        OWNED,
        CLOSED
    }

    /// A model in a buffer may begin only at such an address: TensorFlow Lite reads its weights in place.
    private static final int ALIGNMENT_BYTES = 16;

    /// The name under which the TensorFlow Lite Task Library and MediaPipe look for metadata.
    private static final String METADATA = "TFLITE_METADATA";

    private final String name;
    private final Optional<Path> path;
    private final Arena arena;
    private final MemorySegment bytes;
    private volatile boolean verified;
    private final AtomicReference<State> state = new AtomicReference<>(State.MAPPED);

    private ModelFile(String name, Optional<Path> path, Arena arena, MemorySegment bytes) {
        this.name = name;
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /// Maps a file and checks its structure.
    ///
    /// @throws UnsupportedModelException when the file is missing, unreadable, damaged, or no TFLite model
    public static ModelFile map(Path path) {
        return verified(mapUnverified(path));
    }

    /// Maps a part of a file, for a model inside of a larger file, and checks its structure.
    ///
    /// @param offset where the model begins; a multiple of 16
    /// @param length its bytes
    /// @throws IllegalArgumentException for an offset that is no multiple of 16, or a part that isn't there
    /// @throws UnsupportedModelException when the file is missing or unreadable, or the part is no TFLite
    /// model
    public static ModelFile map(Path path, long offset, long length) {
        if (offset < 0 || length < 0 || offset % ALIGNMENT_BYTES != 0) {
            throw new IllegalArgumentException("model file " + part(path, offset, length)
                    + ": expected an offset that is a multiple of " + ALIGNMENT_BYTES
                    + " and a length, because weights are read in place");
        }
        return verified(mapUnverified(path, offset, length));
    }

    private static ModelFile mapUnverified(Path path, long offset, long length) {
        String name = part(path, offset, length);
        return open(path, channel -> {
            if (length > channel.size() - offset) {
                throw new IllegalArgumentException(
                        "model file " + name + ": the file has " + channel.size() + " bytes");
            }
            Arena arena = Arena.ofShared();
            return new ModelFile(name, Optional.empty(), arena, mapped(channel, offset, length, arena));
        });
    }

    private static String part(Path path, long offset, long length) {
        return path + " (bytes " + offset + " to " + (offset + length) + ")";
    }

    /// What is in a model inside of a larger file, wherever it begins there: tables are read, and no weights.
    ///
    /// @param offset where the model begins
    /// @param length its bytes
    /// @throws IllegalArgumentException for a part that isn't there
    /// @throws UnsupportedModelException when the file is missing or unreadable, or the part is no TFLite
    /// model
    public static ModelContents contentsOf(Path path, long offset, long length) {
        try (ModelFile part = mapUnverified(path, offset, length)) {
            return part.contents();
        }
    }

    /// Copies a model out of an array, and checks its structure.
    ///
    /// @param name what to call it in sentences
    /// @throws UnsupportedModelException when it is damaged or no TFLite model
    public static ModelFile of(String name, byte[] content) {
        Arena arena = Arena.ofShared();
        MemorySegment bytes = arena.allocate(content.length, ALIGNMENT_BYTES);
        MemorySegment.copy(content, 0, bytes, ValueLayout.JAVA_BYTE, 0, content.length);
        return verified(new ModelFile(name, Optional.empty(), arena, bytes.asReadOnly()));
    }

    private static ModelFile verified(ModelFile file) {
        try {
            file.verify();
            return file;
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /// Maps a file without a look at its structure, for who compares its digest first. The model that is made
    /// of it checks the structure.
    ///
    /// @throws UnsupportedModelException when the file is missing or unreadable
    public static ModelFile mapUnverified(Path path) {
        return open(path, channel -> {
            Arena arena = Arena.ofShared();
            return new ModelFile(path.toString(), Optional.of(path), arena, mapped(channel, 0, channel.size(), arena));
        });
    }

    private interface Mapping {
        ModelFile of(FileChannel channel) throws IOException;
    }

    private static ModelFile open(Path path, Mapping mapping) {
        try (FileChannel channel = FileChannel.open(path)) {
            return mapping.of(channel);
        } catch (NoSuchFileException e) {
            throw new UnsupportedModelException("model file " + path + " is not there");
        } catch (IOException e) {
            throw new UnsupportedModelException("model file " + path + " can't be read: " + e.getMessage());
        }
    }

    /// Closes the arena when there is nothing in it.
    private static MemorySegment mapped(FileChannel channel, long offset, long length, Arena arena) throws IOException {
        try {
            return channel.map(MapMode.READ_ONLY, offset, length, arena);
        } catch (IOException | RuntimeException e) {
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
            throw new UnsupportedModelException("model file " + name + " can't be used: " + fault);
        }
        verified = true;
    }

    /// What to call it in sentences; the path of a file that is mapped as a whole.
    public String name() {
        return name;
    }

    /// Where it was mapped from, if all of a file was.
    public Optional<Path> path() {
        return path;
    }

    /// Size in bytes.
    public long size() {
        return bytes.byteSize();
    }

    /// The digest of the mapped bytes.
    public String sha256(FileDigests digests) {
        ByteBuffer content = bytes.asByteBuffer();
        return path.map(file -> digests.sha256(file, content)).orElseGet(() -> Sha256.of(content));
    }

    /// What is in the file: signatures, tensors, operators, weights. Reads tables only, and needs no native
    /// library.
    ///
    /// @throws UnsupportedModelException when the file is damaged or no TFLite model
    public ModelContents contents() {
        verify();
        return ModelContentsReader.read(bytes);
    }

    /// What the model says of itself for others; empty when it says nothing.
    ///
    /// @throws UnsupportedModelException when the file is damaged or no TFLite model, or what it says is damaged
    public Optional<ModelMetadata> metadata() {
        verify();
        return ModelContentsReader.metadata(bytes, METADATA).map(metadata -> {
            String fault = ModelMetadataReader.fault(metadata);
            if (!fault.isEmpty()) {
                throw new UnsupportedModelException("the metadata of model file " + name + " is damaged: " + fault);
            }
            return ModelMetadataReader.read(metadata);
        });
    }

    /// Gives the physical memory of the pages back; they are read again from the file when they are needed.
    /// Worth calling once the delegates have packed their own copy of the weights. Nothing happens to a copied
    /// model.
    public void unload() {
        if (bytes.isMapped()) {
            bytes.unload();
        }
    }

    MemorySegment bytes() {
        return bytes;
    }

    /// Hands the file to a model, which alone closes it from now on.
    ///
    /// @throws IllegalStateException when it is closed, or another model has it
    void give() {
        if (!state.compareAndSet(State.MAPPED, State.OWNED)) {
            throw new IllegalStateException("model file " + name
                    + (state.get() == State.OWNED ? " belongs to a model already: map it again" : " is closed"));
        }
    }

    /// What the model that owns the file calls when nothing reads it any more.
    void unmap() {
        if (state.compareAndSet(State.OWNED, State.CLOSED)) {
            arena.close();
        }
    }

    /// Unmaps the file unless a model has taken it over, for who can't know whether it came to that.
    public void closeUnlessOwned() {
        if (state.compareAndSet(State.MAPPED, State.CLOSED)) {
            arena.close();
        }
    }

    /// Unmaps the file. Harmless the second time.
    ///
    /// @throws IllegalStateException while a model owns the file: closing that closes the file
    @Override
    public void close() {
        closeUnlessOwned();
        if (state.get() == State.OWNED) {
            throw new IllegalStateException("model file " + name + " belongs to a model: close that");
        }
    }
}
