// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.tflite.Profile;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a report for programs: one object, on one line. Milliseconds, bytes, and numbers per second.
public final class BenchJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double THOUSAND = 1_000;

    private BenchJson() {}

    public static String of(BenchReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("bundle", report.bundle());
        root.put("board", report.board());
        root.put("load", rounded(report.load()));
        root.put("rounds", report.rounds());
        ArrayNode lengths = root.putArray("lengths");
        report.lengths().forEach(length -> length(lengths.addObject(), length));
        packing(root.putObject("packing"), report);
        ArrayNode parallel = root.putArray("parallel");
        report.parallel().forEach(threads -> parallel(parallel.addObject(), threads));
        build(root.putObject("interpreter"), report.build());
        root.put("tokens", report.tokens());
        root.put("allocated-bytes", report.allocatedBytes());
        profile(root.putObject("profile"), report);
        return JSON.writeValueAsString(root);
    }

    private static void length(ObjectNode json, LengthTimes length) {
        json.put("tokens", length.tokens());
        json.put("passes", length.passes().count());
        json.put("best-ms", rounded(length.passes().bestMillis()));
        json.put("median-ms", rounded(length.passes().medianMillis()));
        json.put("p90-ms", rounded(length.passes().p90Millis()));
        json.put("tokens-per-second", rounded(length.tokensPerSecond()));
        json.put("after-another-length-ms", rounded(length.resized().medianMillis()));
    }

    private static void packing(ObjectNode json, BenchReport report) {
        json.put("texts", report.shortTexts().count());
        json.put("mean-tokens", rounded(report.shortTexts().meanTokens()));
        json.put("pack-tokens", report.packTokens());
        ArrayNode limits = json.putArray("limits");
        for (PackingTimes packing : report.packing()) {
            ObjectNode limit = limits.addObject();
            limit.put("limit", packing.limit());
            limit.put("passes", packing.passes());
            limit.put("texts-per-second", rounded(packing.textsPerSecond()));
            limit.put("gain", rounded(packing.gain()));
        }
    }

    private static void parallel(ObjectNode json, ParallelTimes parallel) {
        json.put("interpreters", parallel.interpreters());
        json.put("threads", parallel.threads());
        json.put("passes-per-second", rounded(parallel.passesPerSecond()));
        json.put("gain", rounded(parallel.gain()));
    }

    private static void build(ObjectNode json, BuildCost build) {
        json.put("first-ms", rounded(build.firstMillis()));
        json.put("next-ms", rounded(build.nextMillis()));
        json.put("first-bytes", build.firstBytes());
        json.put("next-bytes", build.nextBytes());
        json.put("resident-bytes", build.residentBytes());
    }

    private static void profile(ObjectNode json, BenchReport report) {
        json.put("passes", report.profiledPasses());
        entries(json.putArray("operators"), report.profile().operators());
        entries(json.putArray("kernels"), report.profile().kernels());
    }

    private static void entries(ArrayNode json, List<Profile.Entry> entries) {
        for (Profile.Entry entry : entries) {
            ObjectNode one = json.addObject();
            one.put("name", entry.name());
            one.put("count", entry.count());
            one.put("total-us", entry.total().toNanos() / 1_000);
        }
    }

    /// Three digits behind the point: further ones say nothing.
    private static double rounded(double number) {
        return Math.round(number * THOUSAND) / THOUSAND;
    }
}
