// SPDX-License-Identifier: Apache-2.0
/// What a service of `Type=notify` tells systemd: ready, how it is, and that it is alive.
///
/// @see <a href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html">sd_notify(3)</a>
@NullMarked
package io.edgewise.gateway.systemd;

import org.jspecify.annotations.NullMarked;
