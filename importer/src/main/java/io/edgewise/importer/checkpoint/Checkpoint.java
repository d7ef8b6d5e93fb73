// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.wrap.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The weights of a checkpoint, by name, over all its files; and which of them were used. Confined to one thread;
/// owns the open files.
public final class Checkpoint implements AutoCloseable {
    private record Place(SafetensorsFile file, StoredTensor tensor) {}

    private final List<SafetensorsFile> files = new ArrayList<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();
    private final Findings findings;

    private Checkpoint(Findings findings) {
        this.findings = findings;
    }

    /// Opens the weights of a folder. What is missing becomes a problem, and the checkpoint has no weights then.
    ///
    /// @throws CheckpointException when a file is damaged
    public static Checkpoint open(CheckpointFolder folder, Findings findings) {
        Checkpoint checkpoint = new Checkpoint(findings);
        try {
            folder.weightFiles().forEach(checkpoint::add);
            return checkpoint;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    private void add(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        files.add(file);
        file.tensors().forEach((name, tensor) -> {
            // TensorFlow's names for the two halves of a normalisation, in checkpoints that were converted from it.
            String today = name.replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
                    .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
            if (places.put(today, new Place(file, tensor)) != null) {
                findings.problem("the tensor " + name + " is in two files, of which one is " + path.getFileName());
            }
        });
    }

    /// Whether there is such a tensor.
    public boolean has(String name) {
        return places.containsKey(name);
    }

    /// The names of all tensors.
    public Set<String> names() {
        return new TreeSet<>(places.keySet());
    }

    /// The shape of a tensor, if it is there.
    public Optional<List<Integer>> shape(String name) {
        return Optional.ofNullable(places.get(name)).map(place -> place.tensor().shape());
    }

    /// A tensor that must be there.
    ///
    /// @param shape that it must have
    /// @return empty with a problem when it is missing, has another shape, or an element type that is not read
    public Optional<Weights> require(String name, Integer... shape) {
        Place place = places.get(name);
        if (place == null) {
            findings.problem("tensor " + name + " " + List.of(shape) + " is missing");
            return Optional.empty();
        }
        used.add(name);
        if (!place.tensor().shape().equals(List.of(shape))) {
            findings.problem(
                    "tensor " + name + " is " + place.tensor().shape() + ", by config.json it is " + List.of(shape));
            return Optional.empty();
        }
        if (!StoredWeights.TYPES.contains(place.tensor().dtype())) {
            findings.problem(
                    "tensor " + name + " has elements of type " + place.tensor().dtype() + ", read are "
                            + StoredWeights.TYPES + ": save the model in one of these");
            return Optional.empty();
        }
        return Optional.of(new StoredWeights(place.file(), place.tensor()));
    }

    /// Notes that tensors are known and not wanted, so that they don't count as [unused][#unused].
    ///
    /// @param prefix of their names
    public void leaveOut(String prefix) {
        places.keySet().stream().filter(name -> name.startsWith(prefix)).forEach(used::add);
    }

    /// Names of tensors that nobody asked for.
    public Set<String> unused() {
        Set<String> unused = names();
        unused.removeAll(used);
        return unused;
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
