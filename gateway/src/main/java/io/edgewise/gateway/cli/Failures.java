// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.StartupException;
import io.edgewise.gateway.config.ConfigurationException;
import io.edgewise.inference.InferenceException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// What a person sees when a command fails, and what a script gets. A stack trace only for defects of our own.
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        int code = code(failure);
        err.println("edgewise: " + failure.getMessage());
        if (code == ExitCode.INTERNAL) {
            err.println("edgewise: this is a defect of Edgewise; the lines below help to find it");
            failure.printStackTrace(err);
        }
        err.flush();
        return code;
    }

    private static int code(Exception failure) {
        return switch (failure) {
            case CommandFailed f -> f.code();
            case ConfigurationException c -> ExitCode.CONFIGURATION;
            case InferenceException i -> ExitCode.CONFIGURATION;
            case StartupException s -> ExitCode.UNAVAILABLE;
            case UncheckedIOException u -> ExitCode.UNAVAILABLE;
            case IllegalArgumentException a -> ExitCode.CONFIGURATION;
            default -> ExitCode.INTERNAL;
        };
    }
}
