// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/// A command that ran in this process, with what it said.
///
/// @param code the exit code
/// @param out standard output
/// @param err standard error
record CommandRun(int code, String out, String err) {
    static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                EdgewiseCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        int code = commandLine.execute(words);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new CommandRun(code, out.toString(), err.toString());
    }

    /// The same with something on standard input.
    static CommandRun withInput(String input, Object... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
        try {
            return of(arguments);
        } finally {
            System.setIn(before);
        }
    }
}
