// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.util.Set;

/// What an exit status means, for people. Source: bash(1), "EXIT STATUS"; signal(7).
final class ExitStatus {
    private static final int SIGNAL = 128;
    /// SIGHUP, SIGINT, SIGTERM: from a terminal, from systemd, from people.
    private static final Set<Integer> REQUESTS = Set.of(SIGNAL + 1, SIGNAL + 2, SIGNAL + 15);

    private ExitStatus() {}

    /// Whether somebody asked it to end, so that it is nobody's fault.
    static boolean isRequested(int status) {
        return REQUESTS.contains(status);
    }

    static String of(int status) {
        return switch (status) {
            case SIGNAL + 4 -> "ended with SIGILL: its code has instructions that this processor lacks";
            case SIGNAL + 6 -> "aborted (SIGABRT)";
            case SIGNAL + 7 -> "ended with SIGBUS";
            case SIGNAL + 8 -> "ended with SIGFPE";
            case SIGNAL + 9 -> "was killed (SIGKILL), perhaps by the system for want of memory";
            case SIGNAL + 11 -> "crashed with SIGSEGV";
            case SIGNAL + 15 -> "was ended (SIGTERM)";
            default -> "ended with exit code " + status;
        };
    }
}
