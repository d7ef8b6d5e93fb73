// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

/// Exit codes, those of BSD's `sysexits.h` where there is one. Part of the contract: systemd does not restart
/// after 78.
public final class ExitCode {
    /// Done.
    public static final int OK = 0;
    /// Ran, and the outcome is bad.
    public static final int FAILED = 1;
    /// Wrong command line.
    public static final int USAGE = 2;
    /// A broker or a port can't be had now; trying again later may help.
    public static final int UNAVAILABLE = 69;
    /// A defect of Edgewise.
    public static final int INTERNAL = 70;
    /// The configuration or a bundle is wrong; trying again does not help.
    public static final int CONFIGURATION = 78;

    private ExitCode() {}
}
