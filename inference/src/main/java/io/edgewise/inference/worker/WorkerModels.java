// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The models of a worker, each mapped once however many graphs run it, and the native library. Thread-safe: one
/// lock.
final class WorkerModels {
    private final Map<Key, Shared> open = new HashMap<>();
    private Optional<TensorFlowLite> library = Optional.empty();

    /// @param file as well: a model's sentences name it, and files with the same contents may have several names
    private record Key(Path file, String sha256) {
        static Key of(GraphRequest request) {
            return new Key(request.model(), request.sha256());
        }
    }

    private static final class Shared {
        private final Model model;
        private int leases;

        Shared(Model model) {
            this.model = model;
        }
    }

    /// The right to run a model. Closed by the thread that uses it, after its graphs.
    final class Lease implements AutoCloseable {
        private final Key key;
        private final Model model;

        private Lease(Key key, Model model) {
            this.key = key;
            this.model = model;
        }

        Graph graph(GraphRequest request) {
            InterpreterOptions options = new InterpreterOptions(request.delegates(), 1, request.allowSlow());
            return Graph.open(model, options, request.signature());
        }

        @Override
        public void close() {
            release(key);
        }
    }

    /// @throws io.edgewise.inference.InferenceException when library or model can't be used here
    synchronized Lease lease(GraphRequest request) {
        Key key = Key.of(request);
        Shared shared = open.computeIfAbsent(key, absent -> new Shared(map(request)));
        shared.leases++;
        return new Lease(key, shared.model);
    }

    private Model map(GraphRequest request) {
        ModelFile file = ModelFile.mapUnverified(request.model());
        try {
            String sha256 = file.sha256(FileDigests.READING);
            if (!sha256.equals(request.sha256())) {
                throw new UnsupportedModelException("model file " + request.model() + " has SHA-256 " + sha256
                        + ", expected " + request.sha256() + ": it was replaced while the gateway runs it; restart it");
            }
            return library(request.library()).model(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private TensorFlowLite library(Path path) {
        TensorFlowLite loaded = library.orElseGet(() -> TensorFlowLite.load(NativeLibrary.at(path)));
        library = Optional.of(loaded);
        return loaded;
    }

    private synchronized void release(Key key) {
        Shared shared = Objects.requireNonNull(open.get(key));
        if (--shared.leases == 0) {
            shared.model.close();
            open.remove(key);
        }
    }
}
