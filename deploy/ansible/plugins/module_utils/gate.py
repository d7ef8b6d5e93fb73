# SPDX-License-Identifier: Apache-2.0
"""What a gateway says of itself, judged. No Ansible here, so that it can be tested alone."""

import json
import os
import re

METRIC = re.compile(r'^(edgewise_\w+)(?:\{([^}]*)\})?\s+(\S+)')


def same_version(debian, maven):
    """0.1.0~snapshot of Debian is 0.1.0-SNAPSHOT of Maven."""
    return debian.replace("~", "-").lower() == maven.lower()


def bundle_of(directory):
    """name@version of a bundle directory, or None for one that does not say (a model that others converted)."""
    try:
        with open(os.path.join(directory, "bundle.json"), encoding="utf-8") as file:
            bundle = json.load(file)
        return "%s@%s" % (bundle["name"], bundle["version"])
    except (OSError, ValueError, KeyError):
        return None


def judge_version(status, wanted):
    said = status.get("version")
    if said is None:
        return ["it does not say which version it is, so nobody knows whether the new program runs (version of /health/ready)"]
    if not same_version(wanted, said):
        return ["version %s runs, not %s" % (said, wanted)]
    return []


def judge_models(status, wanted, bundles):
    """wanted: by model its directory and whether it is lazy; bundles: what it should be, where somebody says so."""
    problems = []
    served = {model["name"]: model for model in status.get("models", [])}
    for name in sorted(set(served) - set(wanted)):
        if served[name].get("degraded"):
            problems.append("model %s is degraded: %s" % (name, served[name].get("plan", "")))
    for name in sorted(wanted):
        model = served.get(name)
        if model is None:
            problems.append("model %s is not served" % name)
            continue
        if model["service"] == "not-opened" and wanted[name].get("lazy"):
            continue
        if model["service"] not in ("as-planned", "unloaded") or model.get("degraded"):
            problems.append("model %s is %s: %s" % (name, model["service"], model.get("plan", "")))
        expected = bundles.get(name) or bundle_of(wanted[name]["bundle"])
        if expected and model.get("bundle") != expected:
            problems.append("model %s is %s, not %s" % (name, model.get("bundle", "no bundle"), expected))
        if model.get("golden_tests", 0) < 1:
            problems.append("model %s passed no golden test on this board" % name)
    return problems


def judge_links(status):
    return [
        "link %s is down%s" % (link["name"], ": " + link["reason"] if link.get("reason") else "")
        for link in status.get("links", [])
        if not link["up"]
    ]


def read_metrics(text):
    """Each sample of ours: name, labels, value."""
    samples = []
    for line in text.splitlines():
        found = METRIC.match(line)
        if found:
            labels = dict(re.findall(r'(\w+)="([^"]*)"', found.group(2) or ""))
            samples.append((found.group(1), labels, float(found.group(3))))
    return samples


def error_rate(samples, reasons):
    """Dead letters for one of the reasons, and messages, since the gateway started."""
    received = sum(value for name, _labels, value in samples if name == "edgewise_messages_received_total")
    dead = sum(
        value for name, labels, value in samples if name == "edgewise_dead_letters_total" and labels.get("reason") in reasons
    )
    return dead, received


def judge_errors(samples, reasons, most):
    dead, received = error_rate(samples, reasons)
    if dead > most * max(received, 1):
        return ["%d of %d messages became dead letters (%s), more than %g %%" % (dead, received, ", ".join(reasons), most * 100)]
    return []
