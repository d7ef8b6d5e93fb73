// SPDX-License-Identifier: Apache-2.0
/// What every module's tests share: a clock moved by hand, the files of the repository and of third parties,
/// and a journal that a test can wait on. It knows no other module of Edgewise.
///
/// Where to look further: `mqtt` (a plain-socket Client), `server` (a Server that misbehaves on purpose),
/// `process` (Mosquitto and Java child processes), `bundle` (tiny models), `checkpoint` (tiny checkpoints),
/// `container` (files of LiteRT-LM and MediaPipe), `schema` (JSON Schemas at random), `delegate` (delegates
/// that go wrong), `junit` (protectors, on by default).
@NullMarked
package io.edgewise.testkit;

import org.jspecify.annotations.NullMarked;
