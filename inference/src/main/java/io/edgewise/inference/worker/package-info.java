// SPDX-License-Identifier: Apache-2.0
/// Graphs that run in another process, because the delegate they need is a vendor's: a crash, an abort, a C++
/// exception or a hang in its code can't be caught, and must not take the gateway with it.
///
/// ```
///   this process                                    worker process (a JVM of its own)
///   DelegateHost ── starts, watches ──────────────▶ DelegateWorker
///     WorkerProcess ◀── beats ── control socket ──▶   answers "connect", ends when the socket does
///   WorkerGraph ◀──── requests, replies ──────────▶ GraphServer (one thread, one or more interpreters)
///        └────────── tensors: shared memory ──────────────┘
/// ```
///
/// Sockets are Unix sockets in a folder that only this user can enter. Tensors go through a mapped file, so that
/// a pass costs two short messages. A call that takes longer than its limit, or a worker that falls silent, is a
/// hang: the worker is killed, and whoever waits for it gets a [io.edgewise.inference.DelegateException] that
/// says how it ended and what it last printed.
@NullMarked
package io.edgewise.inference.worker;

import org.jspecify.annotations.NullMarked;
