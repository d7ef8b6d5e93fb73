// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.StartupException;
import io.edgewise.gateway.config.ConfigurationException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.document.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// What a person sees when a command fails, and what a script gets. A stack trace only for defects of our own.
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        Throwable trouble = unwrapped(failure);
        int code = code(trouble);
        // A sentence can quote what stands in a file of others.
        err.println("edgewise: " + Printable.lines(sentence(trouble)));
        if (code == ExitCode.INTERNAL) {
            err.println("edgewise: this is a defect of Edgewise; the lines below help to find it");
            failure.printStackTrace(err);
        }
        err.flush();
        return code;
    }

    private static int code(Throwable failure) {
        return switch (failure) {
            case CommandFailed f -> f.code();
            case ConfigurationException c -> ExitCode.CONFIGURATION;
            case InferenceException i -> ExitCode.CONFIGURATION;
            case StartupException s -> ExitCode.UNAVAILABLE;
            case UncheckedIOException u -> ExitCode.UNAVAILABLE;
            case IOException io -> ExitCode.FAILED;
            case IllegalArgumentException a -> ExitCode.CONFIGURATION;
            default -> ExitCode.INTERNAL;
        };
    }

    /// Trouble with a file comes out of a stream unchecked, and is no broker's.
    private static Throwable unwrapped(Exception failure) {
        return switch (failure) {
            case UncheckedIOException u ->
                switch (u.getCause()) {
                    case FileSystemException file -> file;
                    case CharacterCodingException text -> text;
                    case null, default -> failure;
                };
            default -> failure;
        };
    }

    /// The JDK's own messages for files are no more than their names.
    private static String sentence(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException e -> "can't open " + e.getFile() + ": there is no such file or folder";
            case AccessDeniedException e -> "can't open " + e.getFile() + ": permission denied";
            case FileSystemException e when e.getReason() != null -> "can't use " + e.getFile() + ": " + e.getReason();
            case CharacterCodingException e -> "the input is not UTF-8 text";
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
