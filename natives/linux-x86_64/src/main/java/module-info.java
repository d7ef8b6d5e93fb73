// SPDX-License-Identifier: Apache-2.0

/// The native TensorFlow Lite library for Linux on 64-bit x86, as a resource; no classes. `io.edgewise.inference`
/// unpacks it after a look at its digest.
@SuppressWarnings("module") // javac would rather have no digit at the end of a name; this is the machine's name
module io.edgewise.natives.linux.x86_64 {}
