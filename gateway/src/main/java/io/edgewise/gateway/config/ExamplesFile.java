// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentSection;
import io.edgewise.inference.document.Problem;
import io.edgewise.inference.document.Problems;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads a file of example sentences by class, in YAML or JSON.
public final class ExamplesFile {
    private static final String CLASSES = "classes";

    private ExamplesFile() {}

    /// @throws IllegalArgumentException with a sentence, when it can't be used
    public static Map<String, List<String>> read(Path file) {
        try {
            DocumentNode document = YamlDocument.parse(Files.readString(file));
            if (!(document instanceof Mapping)) {
                throw new IllegalArgumentException(file + ": line " + document.line()
                        + ": expected class names with lists of examples, got " + document.describe());
            }
            Problems problems = new Problems();
            Map<String, List<String>> classes = DocumentSection.read(
                    new Mapping(Map.of(CLASSES, document), 1),
                    problems,
                    s -> s.lists(CLASSES, "oil on the floor", example -> example, ExamplesFile::noFile, "examples"));
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(file + ": "
                        + problems.list().stream().map(Problem::toString).collect(Collectors.joining("; ")));
            }
            if (classes.isEmpty()) {
                throw new IllegalArgumentException(
                        file + ": there are no classes: name at least two, each with a list of example sentences");
            }
            return classes;
        } catch (YamlException e) {
            throw new IllegalArgumentException(file + ": line " + e.line() + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " is not there", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not UTF-8: save it in that encoding", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, List<String>> noFile(String text) {
        throw new IllegalArgumentException("expected class names with lists of examples, got \"" + text + "\"");
    }
}
