// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

/// What an exit status means, for people. Source: bash(1), "EXIT STATUS"; signal(7).
final class ExitStatus {
    private static final int SIGNAL = 128;

    private ExitStatus() {}

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
