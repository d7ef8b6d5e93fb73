// SPDX-License-Identifier: Apache-2.0
/// Whole bundles in a temporary folder, right ones and wrong ones, of tiny models with random weights. It knows the
/// format of a bundle only as text and maps; the module that reads bundles is above the testkit.
@NullMarked
package io.edgewise.testkit.bundle;

import org.jspecify.annotations.NullMarked;
