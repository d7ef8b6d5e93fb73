// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.NativeLibrary;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A program that runs a graph in a worker, says which process that is, and waits to be killed.
///
/// Arguments: the folder of the native library, a packed model, the C test delegate, keys and values of its
/// options.
final class HostProgram {
    private HostProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path model = Path.of(arguments[1]);
        Map<String, String> options = new HashMap<>();
        for (int i = 3; i < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        Delegate vendor = new Delegate.External("vendor", Path.of(arguments[2]), options);
        DelegateHost host = new DelegateHost(WorkerOptions.of("vendor"));
        Graph graph = host.open(new GraphRequest(
                NativeLibrary.shipped(Path.of(arguments[0])).path(),
                model,
                Sha256.of(model),
                Optional.of("packed"),
                List.of(vendor, new Delegate.XnnPack(1)),
                false,
                true));
        System.out.println("worker " + host.pid().orElseThrow());
        new CountDownLatch(1).await();
        graph.close();
    }
}
