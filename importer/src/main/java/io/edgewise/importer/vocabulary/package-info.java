// SPDX-License-Identifier: Apache-2.0
/// Vocabularies of which some pieces are left out.
@NullMarked
package io.edgewise.importer.vocabulary;

import org.jspecify.annotations.NullMarked;
