// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.tflite.Delegate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a site wants its models to run on. Immutable.
///
/// | configured | means |
/// |---|---|
/// | `auto` | XNNPACK; TensorFlow Lite's own kernels only when it is refused |
/// | a list | each is tried, the fastest correct one runs |
///
/// With a vendor's delegate in the list, XNNPACK is tried too, named or not: it runs the model while the delegate
/// can't.
///
/// @param automatic take the first correct one and try no other
/// @param inOrder at least one, none twice
public record Candidates(boolean automatic, List<Candidate> inOrder) {
    /// The word for [#auto].
    public static final String AUTO = "auto";

    /// TensorFlow Lite's own kernels: the reference that others are compared with.
    static final Candidate CPU = new Candidate.InProcess("cpu", Optional.empty());

    static final Candidate XNNPACK = new Candidate.InProcess("xnnpack", Optional.of(new Delegate.XnnPack(1)));

    private static final Map<String, Candidate> BUILT_IN = Map.of(CPU.name(), CPU, XNNPACK.name(), XNNPACK);

    public Candidates {
        inOrder = List.copyOf(inOrder);
        if (inOrder.isEmpty()) {
            throw new IllegalArgumentException("expected at least one");
        }
        if (new HashSet<>(inOrder).size() < inOrder.size()) {
            throw new IllegalArgumentException("a name stands twice in " + names(inOrder));
        }
    }

    /// What is right unless a site knows better.
    public static Candidates auto() {
        return new Candidates(true, List.of(XNNPACK, CPU));
    }

    /// Whether a name has a meaning of its own, so that no vendor's delegate may have it.
    public static boolean isReserved(String name) {
        return BUILT_IN.containsKey(name) || name.equals(AUTO);
    }

    /// One candidate, by its name.
    ///
    /// @param vendors those that the site has configured
    /// @throws IllegalArgumentException with the names there are
    public static Candidate named(String name, Collection<VendorDelegate> vendors) {
        Map<String, Candidate> byName = new TreeMap<>(BUILT_IN);
        vendors.forEach(vendor -> byName.put(vendor.name(), new Candidate.Vendor(vendor)));
        if (!byName.containsKey(name)) {
            TreeSet<String> known = new TreeSet<>(byName.keySet());
            known.add(AUTO);
            throw new IllegalArgumentException("unknown delegate \"" + name + "\": " + Nearest.hint(name, known));
        }
        return Objects.requireNonNull(byName.get(name));
    }

    /// What a configuration says: nothing or `auto`, or the names of one or several.
    ///
    /// @param vendors those that the site has configured
    /// @throws IllegalArgumentException with a sentence
    public static Candidates parse(List<String> names, Collection<VendorDelegate> vendors) {
        if (names.isEmpty() || names.equals(List.of(AUTO))) {
            return auto();
        }
        if (names.contains(AUTO)) {
            throw new IllegalArgumentException("auto stands alone, got " + names);
        }
        return of(names.stream().map(name -> named(name, vendors)).toList());
    }

    /// These and no others.
    public static Candidates of(List<Candidate> inOrder) {
        return new Candidates(false, inOrder);
    }

    /// In the order of trials: where TensorFlow Lite's own kernels are one of several, they go first, because the
    /// others are compared with their answers.
    List<Candidate> trials() {
        if (automatic) {
            return inOrder;
        }
        boolean needsNet = hasVendor() && !inOrder.contains(XNNPACK);
        return Stream.concat(inOrder.stream(), needsNet ? Stream.of(XNNPACK) : Stream.empty())
                .sorted((a, b) -> Boolean.compare(b.equals(CPU), a.equals(CPU)))
                .toList();
    }

    private boolean hasVendor() {
        return inOrder.stream().anyMatch(Candidate.Vendor.class::isInstance);
    }

    /// Whether it was asked for by name, so that it may run although another could.
    boolean isWanted(Candidate candidate) {
        return inOrder.contains(candidate);
    }

    /// As it stands in a configuration.
    public List<String> names() {
        return automatic ? List.of(AUTO) : names(inOrder);
    }

    private static List<String> names(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::name).toList();
    }
}
