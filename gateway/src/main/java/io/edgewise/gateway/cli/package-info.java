// SPDX-License-Identifier: Apache-2.0
/// The command line: one class per command, and one place ([Failures]) that turns exceptions into a sentence and
/// an exit code.
@NullMarked
package io.edgewise.gateway.cli;

import org.jspecify.annotations.NullMarked;
