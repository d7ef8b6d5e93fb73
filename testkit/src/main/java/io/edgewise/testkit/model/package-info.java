// SPDX-License-Identifier: Apache-2.0
/// Small `.tflite` files, written for tests: graphs whose answers can be reckoned by hand, with the inputs, the
/// element types and the metadata that other people's converters write.
@NullMarked
package io.edgewise.testkit.model;

import org.jspecify.annotations.NullMarked;
