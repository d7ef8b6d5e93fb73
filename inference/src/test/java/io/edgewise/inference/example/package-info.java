// SPDX-License-Identifier: Apache-2.0
/// The programs of `inference/README.md`, which shows what stands between `// begin` and `// end` here.
@NullMarked
package io.edgewise.inference.example;

import org.jspecify.annotations.NullMarked;
