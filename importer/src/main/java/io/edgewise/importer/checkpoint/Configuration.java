// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import io.edgewise.inference.wrap.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A block of keys in one of a checkpoint's JSON files, of which only some matter here. A value that can't be used
/// becomes a problem, and a fallback stands in. Immutable but for the findings, which it adds to.
public final class Configuration {
    private final String file;
    private final Mapping mapping;
    private final Findings findings;

    Configuration(String file, Mapping mapping, Findings findings) {
        this.file = file;
        this.mapping = mapping;
        this.findings = findings;
    }

    /// The file that says it: `config.json`, or a GGUF file by its name; for sentences.
    public String file() {
        return file;
    }

    /// Whether there is a value, be it null.
    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /// A text, if there is one.
    public Optional<String> text(String key) {
        return scalar(key).map(Scalar::raw);
    }

    private Optional<Scalar> scalar(String key) {
        if (!isGiven(key)) {
            return Optional.empty();
        }
        if (mapping.entries().get(key) instanceof Scalar scalar) {
            return Optional.of(scalar);
        }
        problem(key, "is a list or a block of keys, expected one value");
        return Optional.empty();
    }

    /// Whether there is a value that is not null, which says as much as leaving the key out.
    private boolean isGiven(String key) {
        DocumentNode value = mapping.entries().get(key);
        return value != null && !(value instanceof Scalar scalar && scalar.kind() == Kind.NULL);
    }

    /// True or false, if it is given.
    public Optional<Boolean> flag(String key) {
        Optional<Scalar> found = scalar(key);
        found.filter(s -> s.kind() != Kind.FLAG)
                .ifPresent(s -> problem(key, "is " + s.describe() + ", expected true or false"));
        return found.filter(s -> s.kind() == Kind.FLAG).map(s -> Boolean.parseBoolean(s.raw()));
    }

    /// A whole number that must be there.
    public int integer(String key, int least, int most) {
        if (isGiven(key)) {
            return integer(key, least, least, most);
        }
        findings.problem(file + " has no \"" + key + "\"");
        return least;
    }

    /// A whole number that may be left out.
    public int integer(String key, int fallback, int least, int most) {
        return (int) number(key, fallback, least, most, value -> value == Math.rint(value));
    }

    /// A number that may be left out.
    public double number(String key, double fallback, double least, double most) {
        return number(key, fallback, least, most, value -> true);
    }

    private double number(String key, double fallback, double least, double most, Predicate<Double> also) {
        Optional<Scalar> found = scalar(key);
        if (found.isEmpty()) {
            return fallback;
        }
        double value = parsed(found.get().raw());
        if (value >= least && value <= most && also.test(value)) {
            return value;
        }
        findings.problem("%s: %s is %s, expected a number from %s to %s"
                .formatted(file, key, found.get().describe(), plain(least), plain(most)));
        return fallback;
    }

    private static double parsed(String raw) {
        try {
            return Double.parseDouble(raw);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /// Texts in a list; empty when there are none.
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (mapping.entries().get(key) instanceof Sequence list) {
            list.items().forEach(item -> {
                if (item instanceof Scalar s) {
                    texts.add(s.raw());
                }
            });
        }
        return texts;
    }

    /// Texts by name; empty when there are none.
    public Map<String, String> pairs(String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (mapping.entries().get(key) instanceof Mapping block) {
            block.entries().forEach((name, value) -> {
                if (value instanceof Scalar s) {
                    pairs.put(name, s.raw());
                }
            });
        }
        return pairs;
    }

    /// A block inside this one; without any keys when there is none.
    public Configuration block(String key) {
        return of(mapping.entries().get(key) instanceof Mapping block ? block : new Mapping(Map.of(), 0));
    }

    /// Blocks in a list; empty when there are none.
    public List<Configuration> blocks(String key) {
        List<Configuration> blocks = new ArrayList<>();
        if (mapping.entries().get(key) instanceof Sequence list) {
            for (DocumentNode item : list.items()) {
                if (item instanceof Mapping block) {
                    blocks.add(of(block));
                }
            }
        }
        return blocks;
    }

    private Configuration of(Mapping block) {
        return new Configuration(file, block, findings);
    }

    /// Notes a problem with a value.
    public void problem(String key, String sentence) {
        findings.problem(file + ": " + key + " " + sentence);
    }

    /// Its keys, in the file's order.
    public List<String> keys() {
        return List.copyOf(mapping.entries().keySet());
    }
}
