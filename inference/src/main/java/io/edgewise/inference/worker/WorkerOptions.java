// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a worker process is run. Immutable.
///
/// @param name what to call it in threads and sentences, as the delegate
/// @param searchPath folders where the delegate's own libraries are looked for first (`LD_LIBRARY_PATH`)
/// @param start limit for the process to say that it is there
/// @param open limit for building an interpreter: delegates compile graphs then
/// @param run limit for one pass; a worker that takes longer hangs and is killed
/// @param idle how long a worker stays without a graph, so that the next one needn't start Java anew
public record WorkerOptions(
        String name, List<Path> searchPath, Duration start, Duration open, Duration run, Duration idle) {
    /// A worker that says nothing for so long hangs as a whole, and is killed.
    static final Duration SILENCE = DelegateWorker.BEAT.multipliedBy(10);

    public WorkerOptions {
        searchPath = List.copyOf(searchPath);
    }

    /// What is right unless a site knows better: processors without the delegate's device emulate, and small boards
    /// start Java slowly.
    public static WorkerOptions of(String name) {
        return new WorkerOptions(
                name,
                List.of(),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }

    /// The same with another limit for one pass.
    public WorkerOptions runningAtMost(Duration limit) {
        return new WorkerOptions(name, searchPath, start, open, limit, idle);
    }

    /// The same with folders for the delegate's own libraries.
    public WorkerOptions searching(List<Path> folders) {
        return new WorkerOptions(name, folders, start, open, run, idle);
    }
}
