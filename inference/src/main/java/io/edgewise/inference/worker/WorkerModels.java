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
    private final Map<String, Shared> open = new HashMap<>();
    private Optional<TensorFlowLite> library = Optional.empty();

    private static final class Shared {
        private final Model model;
        private int leases;

        Shared(Model model) {
            this.model = model;
        }
    }

    /// The right to run a model. Closed by the thread that uses it, after its graphs.
    final class Lease implements AutoCloseable {
        private final String sha256;
        private final Model model;

        Lease(String sha256, Model model) {
            this.sha256 = sha256;
            this.model = model;
        }

        Graph graph(GraphRequest request) {
            InterpreterOptions options = new InterpreterOptions(request.delegates(), 1, request.allowSlow());
            return Graph.open(model, options, request.signature());
        }

        @Override
        public void close() {
            release(sha256);
        }
    }

    /// @throws io.edgewise.inference.InferenceException when library or model can't be used here
    synchronized Lease lease(GraphRequest request) {
        Shared shared = open.computeIfAbsent(request.sha256(), sha256 -> new Shared(map(request)));
        shared.leases++;
        return new Lease(request.sha256(), shared.model);
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

    private synchronized void release(String sha256) {
        Shared shared = Objects.requireNonNull(open.get(sha256));
        if (--shared.leases == 0) {
            shared.model.close();
            open.remove(sha256);
        }
    }
}
