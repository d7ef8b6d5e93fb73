// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static java.util.Map.entry;

import io.edgewise.inference.document.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The options of Arm NN's delegate, checked before its library sees them: it answers an unknown key or a value
/// that it can't use with an exception, of which some end the process, and takes some values for others.
///
/// Source: Arm NN 23.08, `delegate/common/src/DelegateOptions.cpp` and its documentation "Delegate options".
public final class ArmNnOptions {
    /// What to run on, the preferred one first.
    private static final String BACKENDS = "backends";

    private static final Set<String> KNOWN_BACKENDS = new TreeSet<>(Set.of("CpuAcc", "GpuAcc", "CpuRef"));

    /// By key, what is wrong with a value; empty when nothing is.
    private static final Map<String, Function<String, String>> CHECKS = new TreeMap<>(Map.ofEntries(
            entry(BACKENDS, ArmNnOptions::backends),
            entry("dynamic-backends-path", ArmNnOptions::folder),
            entry("logging-severity", oneOf("trace", "debug", "info", "warning", "error", "fatal")),
            entry("number-of-threads", number(1, 64)),
            entry("enable-fast-math", ArmNnOptions::flag),
            entry("reduce-fp32-to-fp16", ArmNnOptions::flag),
            entry("memory-import", ArmNnOptions::flag),
            entry("infer-output-shape", ArmNnOptions::flag),
            entry("allow-expanded-dims", ArmNnOptions::flag),
            entry("disable-tflite-runtime-fallback", ArmNnOptions::fallback),
            entry("debug-data", ArmNnOptions::flag),
            entry("save-cached-network", ArmNnOptions::flag),
            entry("cached-network-filepath", ArmNnOptions::writable),
            entry("gpu-tuning-level", number(0, 3)),
            entry("gpu-tuning-file", ArmNnOptions::writable),
            entry("gpu-mlgo-tuning-file", ArmNnOptions::readable),
            entry("gpu-enable-profiling", ArmNnOptions::onlyTrue),
            entry("gpu-kernel-profiling-enabled", ArmNnOptions::flag),
            entry("enable-internal-profiling", ArmNnOptions::onlyTrue),
            entry("internal-profiling-detail", number(0, 2)),
            entry("enable-external-profiling", ArmNnOptions::flag),
            entry("timeline-profiling", ArmNnOptions::flag),
            entry("outgoing-capture-file", ArmNnOptions::writable),
            entry("incoming-capture-file", ArmNnOptions::writable),
            entry("file-only-external-profiling", ArmNnOptions::flag),
            entry("counter-capture-period", number(1, Integer.MAX_VALUE)),
            entry("profiling-file-format", oneOf("binary")),
            entry("serialize-to-dot", ArmNnOptions::writable)));

    private ArmNnOptions() {}

    /// What is wrong with options, each as `KEY: SENTENCE`.
    public static List<String> problems(Map<String, String> options) {
        List<String> problems = new ArrayList<>();
        options.forEach((key, value) -> {
            Function<String, String> check = CHECKS.get(key);
            String problem =
                    check == null ? "unknown option: " + Nearest.hint(key, CHECKS.keySet()) : check.apply(value);
            if (!problem.isEmpty()) {
                problems.add(key + ": " + problem);
            }
        });
        return problems;
    }

    /// The options with what is right for a board unless a site knows better: its processor's vector units.
    public static Map<String, String> withDefaults(Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putIfAbsent(BACKENDS, "CpuAcc");
        all.putIfAbsent("logging-severity", "warning");
        return all;
    }

    private static String backends(String value) {
        for (String backend : value.split(",", -1)) {
            if (!KNOWN_BACKENDS.contains(backend)) {
                return "unknown backend \"" + backend + "\": " + Nearest.hint(backend, KNOWN_BACKENDS);
            }
        }
        return "";
    }

    private static Function<String, String> oneOf(String... words) {
        List<String> known = List.of(words);
        return value -> known.contains(value) ? "" : "expected one of " + known + ", got \"" + value + "\"";
    }

    private static String flag(String value) {
        return value.equals("true") || value.equals("false") ? "" : "expected true or false, got \"" + value + "\"";
    }

    /// For these the library looks at the first character only, and everything but a 0 is true.
    private static String onlyTrue(String value) {
        return value.equals("true")
                ? ""
                : "expected true, got \"" + value + "\": Arm NN reads that as true, too; leave the option out";
    }

    /// It has no kernel for GELU, which every encoder has, and ends the process when it may not leave it.
    private static String fallback(String value) {
        return value.equals("true")
                ? "with true Arm NN ends its process at the first operator that it lacks, as GELU; leave the option out"
                : flag(value);
    }

    private static Function<String, String> number(int least, int most) {
        return value -> {
            String wanted = "expected a number from " + least + " to " + most + ", got \"" + value + "\"";
            try {
                int number = Integer.parseInt(value);
                return number >= least && number <= most ? "" : wanted;
            } catch (NumberFormatException e) {
                return wanted;
            }
        };
    }

    private static String absolute(String value) {
        return Path.of(value).isAbsolute() ? "" : "expected an absolute path, got \"" + value + "\"";
    }

    private static String folder(String value) {
        return Files.isDirectory(Path.of(value)) ? absolute(value) : value + " is no folder";
    }

    private static String readable(String value) {
        return Files.isReadable(Path.of(value)) ? absolute(value) : value + " can't be read";
    }

    private static String writable(String value) {
        Path parent = Path.of(value).getParent();
        if (parent == null || !Files.isWritable(parent)) {
            return "its folder can't be written: " + value;
        }
        return absolute(value);
    }
}
