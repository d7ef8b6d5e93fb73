// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.JsonDocument;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a checkpoint. Only what lies in the folder itself is read: a link that leads out of it, as the
/// ones in a download cache do, could show anything. Confined to one thread.
public final class CheckpointFolder {
    /// A `tokenizer.json` of a large vocabulary has 20 MB.
    private static final long MOST_JSON_BYTES = 64 << 20;

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}");
    private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pt|pth|pkl|pickle|ckpt)");
    private static final Pattern OTHER_WEIGHTS = Pattern.compile(".*\\.(h5|msgpack|onnx|ot|npz)");

    private final Path path;
    private final Findings findings;

    public CheckpointFolder(Path path, Findings findings) {
        this.path = path;
        this.findings = findings;
    }

    /// Where it is.
    public Path path() {
        return path;
    }

    /// A file of the folder, if it is there. What is no plain file, or leads out of the folder, is a problem.
    ///
    /// @param name may have folders in it
    public Optional<Path> find(String name) {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (!Files.isRegularFile(file)) {
                findings.problem(name + " is no file");
                return Optional.empty();
            }
            if (!file.toRealPath().startsWith(path.toRealPath())) {
                findings.problem(name + " is a link that leads out of the folder, to " + file.toRealPath()
                        + ": copy the checkpoint with its files (cp -rL)");
                return Optional.empty();
            }
            return Optional.of(file);
        } catch (IOException e) {
            findings.problem(name + " can't be read: " + e);
            return Optional.empty();
        }
    }

    /// A JSON file with a block of keys, if it is there.
    public Optional<Configuration> configuration(String name) {
        return find(name).flatMap(file -> parsed(name, file));
    }

    private Optional<Configuration> parsed(String name, Path file) {
        try {
            if (JsonDocument.read(file, MOST_JSON_BYTES) instanceof Mapping root) {
                return Optional.of(new Configuration(name, root, findings));
            }
            findings.problem(name + " is no block of keys");
        } catch (IllegalArgumentException e) {
            findings.problem(name + " can't be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /// The weights' files: one, or all shards of an index. Empty with a problem when there are none.
    public List<Path> weightFiles() {
        Optional<Path> single = find("model.safetensors");
        if (single.isPresent()) {
            return List.of(single.get());
        }
        String index = "model.safetensors.index.json";
        Optional<Configuration> shards = configuration(index);
        if (shards.isPresent()) {
            return shards(index, shards.get().pairs("weight_map"));
        }
        if (!findings.hasProblems()) {
            findings.problem("there is no model.safetensors" + instead());
        }
        return List.of();
    }

    private List<Path> shards(String index, Map<String, String> files) {
        List<String> names = files.values().stream().distinct().sorted().toList();
        List<String> strange = names.stream()
                .filter(name -> !PLAIN_NAME.matcher(name).matches())
                .toList();
        if (!strange.isEmpty()) {
            findings.problem(index + " names files that are no names of this folder: " + strange);
            return List.of();
        }
        List<String> missing =
                names.stream().filter(name -> !Files.exists(path.resolve(name))).toList();
        if (names.isEmpty() || !missing.isEmpty()) {
            findings.problem(
                    names.isEmpty()
                            ? index + " has no \"weight_map\""
                            : index + " names " + names.size() + " files, of which " + missing.size() + " are missing: "
                                    + missing + "; get them, too");
            return List.of();
        }
        return names.stream().map(this::find).flatMap(Optional::stream).toList();
    }

    private String instead() {
        List<String> names = names();
        List<String> pickles = names.stream()
                .filter(name -> PICKLE.matcher(name.toLowerCase(Locale.ROOT)).matches())
                .toList();
        if (!pickles.isEmpty()) {
            return ", only " + pickles + ": pickle files run code when they are read, so they never are; have them"
                    + " saved as safetensors (save_pretrained does that)";
        }
        Optional<String> gguf =
                names.stream().filter(name -> name.endsWith(".gguf")).findFirst();
        if (gguf.isPresent()) {
            return "; to import " + gguf.get() + ", name the file itself: " + path.resolve(gguf.get());
        }
        List<String> others = names.stream()
                .filter(name ->
                        OTHER_WEIGHTS.matcher(name.toLowerCase(Locale.ROOT)).matches())
                .toList();
        return others.isEmpty()
                ? " in " + path
                : ", only " + others + ", which are not read; save the model as safetensors";
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            findings.problem(path + " can't be listed: " + e);
            return List.of();
        }
    }
}
