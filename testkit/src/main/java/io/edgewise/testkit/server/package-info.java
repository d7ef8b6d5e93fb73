// SPDX-License-Identifier: Apache-2.0
/// An MQTT Server that does what it is told, above all the wrong things, and writes down every packet it receives.
@NullMarked
package io.edgewise.testkit.server;

import org.jspecify.annotations.NullMarked;
