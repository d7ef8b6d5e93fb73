// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.tflite.PlanReport;
import java.time.Duration;

/// A loaded model: what it is and what runs it. Immutable.
///
/// @param name the configured name
/// @param plan what the delegates took
/// @param goldenTests how many golden tests passed on this board
/// @param build time to build one interpreter and to run the golden tests
public record ModelStatus(String name, BundleDescriptor descriptor, PlanReport plan, int goldenTests, Duration build) {}
