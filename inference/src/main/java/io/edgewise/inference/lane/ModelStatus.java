// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.plan.Receipt;

/// A loaded model: what it is and what runs it. Immutable.
///
/// @param name the configured name
/// @param receipt what was tried and what runs
public record ModelStatus(String name, BundleDescriptor descriptor, Receipt receipt) {}
