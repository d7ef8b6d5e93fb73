// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.cli.EdgewiseCommand;

/// The program.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(EdgewiseCommand.run(arguments));
    }
}
