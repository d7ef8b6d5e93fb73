// SPDX-License-Identifier: Apache-2.0

/// Makes bundles that write texts of decoders' checkpoints: what it will take is said before it is begun.
@NullMarked
package io.edgewise.importer.generator;

import org.jspecify.annotations.NullMarked;
