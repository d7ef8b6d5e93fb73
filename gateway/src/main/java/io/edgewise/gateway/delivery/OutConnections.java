// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

/// On which connections something was accepted. Immutable.
///
/// A Server that is killed forgets what it accepted and had not saved, and then sends the input again: an answer
/// that was accepted on a connection that has ended since is no proof that there is one.
///
/// @param out number of the connection for results, copies and dead letters
/// @param toSenders of the one for answers that a sender waits for
public record OutConnections(long out, long toSenders) {}
