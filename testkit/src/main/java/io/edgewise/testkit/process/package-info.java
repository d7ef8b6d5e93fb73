// SPDX-License-Identifier: Apache-2.0
/// Child processes of a test: a real Mosquitto on loopback and Java programs. Only processes started here are ever
/// signalled, by their process id.
@NullMarked
package io.edgewise.testkit.process;

import org.jspecify.annotations.NullMarked;
