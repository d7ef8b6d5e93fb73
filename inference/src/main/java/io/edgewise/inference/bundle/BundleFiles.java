// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The files of a bundle, whatever it is for.
final class BundleFiles {
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

    private BundleFiles() {}

    /// Checks size and SHA-256 of every file, and maps the model.
    ///
    /// @param model the name of its file
    /// @throws BundleException with everything that is wrong
    /// @throws io.edgewise.inference.UnsupportedModelException when the model file is no TFLite model
    static ModelFile open(Path directory, Map<String, FileEntry> files, String model, FileDigests digests) {
        refuse(directory, sizeProblems(directory, files));
        ModelFile modelFile = ModelFile.mapUnverified(directory.resolve(model));
        try {
            refuse(directory, digestProblems(directory, files, model, modelFile, digests));
            modelFile.verify();
            return modelFile;
        } catch (RuntimeException e) {
            modelFile.close();
            throw e;
        }
    }

    /// Reads the tokenizer.
    ///
    /// @throws BundleException when it can't be used
    static Tokenizer tokenizer(Path directory, TokenizerEntry entry) {
        try {
            return entry.kind().read(directory.resolve(entry.file()), entry.options(), entry.delimiter());
        } catch (TokenizerException e) {
            throw new BundleException(directory, String.valueOf(e.getMessage()));
        }
    }

    /// Cheap, and the clearest sentence for a file that was cut short while copying.
    private static List<String> sizeProblems(Path directory, Map<String, FileEntry> files) {
        List<String> problems = new ArrayList<>();
        files.forEach((name, entry) -> {
            String problem = sizeProblem(directory, name, entry);
            if (!problem.isEmpty()) {
                problems.add(CONTROL_CHARACTER.matcher(name).replaceAll("?") + " " + problem);
            }
        });
        return problems;
    }

    private static String sizeProblem(Path directory, String name, FileEntry entry) {
        try {
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file)) {
                return "is missing";
            }
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                return "points out of the bundle";
            }
            long bytes = Files.size(file);
            return bytes == entry.bytes()
                    ? ""
                    : "has " + bytes + " bytes, bundle.json says " + entry.bytes()
                            + ": it was cut short or changed; copy the bundle again";
        } catch (IOException e) {
            return "can't be read: " + e.getMessage();
        } catch (InvalidPathException e) {
            return "is no name of a file: " + e.getReason();
        }
    }

    private static List<String> digestProblems(
            Path directory, Map<String, FileEntry> files, String model, ModelFile modelFile, FileDigests digests) {
        List<String> problems = new ArrayList<>();
        files.forEach((name, entry) -> {
            try {
                String sha256 = name.equals(model) ? modelFile.sha256(digests) : Sha256.of(directory.resolve(name));
                if (!sha256.equals(entry.sha256())) {
                    problems.add(name + " has SHA-256 " + sha256 + ", bundle.json says " + entry.sha256()
                            + ": it was changed since the bundle was made; copy the bundle again");
                }
            } catch (UncheckedIOException e) {
                problems.add(name + " can't be read: " + e.getMessage());
            }
        });
        return problems;
    }

    private static void refuse(Path directory, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new BundleException(directory, problems);
        }
    }
}
