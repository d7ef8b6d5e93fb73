// SPDX-License-Identifier: Apache-2.0

/// Ed25519 keys in PEM files, as OpenSSL writes them: whose signature is believed, and what signs (decision
/// 0031).
@NullMarked
package io.edgewise.inference.signing;

import org.jspecify.annotations.NullMarked;
