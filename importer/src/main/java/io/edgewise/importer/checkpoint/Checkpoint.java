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

/// The weights of a checkpoint, by name, over all its files; and which of them were used. Confined to one
/// thread; owns the open files.
public final class Checkpoint implements NamedWeights, AutoCloseable {
    private record Place(TensorFile file, StoredTensor tensor) {}

    private final List<TensorFile> files = new ArrayList<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();
    private final Findings findings;

    private Checkpoint(Findings findings) {
        this.findings = findings;
    }

    /// Opens the weights of a folder. What is missing becomes a problem, and the checkpoint has no weights
    /// then.
    ///
    /// @throws CheckpointException when a file is damaged
    public static Checkpoint open(CheckpointFolder folder, Findings findings) {
        Checkpoint checkpoint = new Checkpoint(findings);
        try {
            folder.weightFiles().forEach(path -> checkpoint.add(SafetensorsFile.open(path), path));
            return checkpoint;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /// The weights of one file, which is the checkpoint's from now on.
    static Checkpoint of(TensorFile file, Path path, Findings findings) {
        Checkpoint checkpoint = new Checkpoint(findings);
        checkpoint.add(file, path);
        return checkpoint;
    }

    private void add(TensorFile file, Path path) {
        files.add(file);
        file.tensors().forEach((name, tensor) -> {
            // TensorFlow's names for the two halves of a normalisation, in checkpoints that were converted from
            // it.
            String today = name.replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
                    .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
            if (places.put(today, new Place(file, tensor)) != null) {
                findings.problem("the tensor " + name + " is in two files, of which one is " + path.getFileName());
            }
        });
    }

    @Override
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

    @Override
    public Optional<Weights> require(String name, Integer... shape) {
        Place place = places.get(name);
        if (place == null) {
            findings.problem("tensor " + name + " " + List.of(shape) + " is missing");
            return Optional.empty();
        }
        used.add(name);
        if (!place.tensor().shape().equals(List.of(shape))) {
            findings.problem("tensor " + name + " is " + place.tensor().shape() + ", by "
                    + place.file().configuredBy() + " it is " + List.of(shape));
            return Optional.empty();
        }
        Optional<String> refusal = place.file().refusal(place.tensor());
        if (refusal.isPresent()) {
            findings.problem(
                    "tensor " + name + " has elements of type " + place.tensor().dtype() + ", " + refusal.get());
            return Optional.empty();
        }
        return Optional.of(place.file().weights(place.tensor()));
    }

    @Override
    public void leaveOut(String prefix) {
        places.keySet().stream().filter(name -> name.startsWith(prefix)).forEach(used::add);
    }

    @Override
    public Set<String> unused() {
        Set<String> unused = names();
        unused.removeAll(used);
        return unused;
    }

    @Override
    public void close() {
        files.forEach(TensorFile::close);
    }
}
