// SPDX-License-Identifier: Apache-2.0
/// The part of the template language Jinja that templates of conversations need, evaluated: text, `{{ }}`,
/// `for`, `if`, `set`, some filters, tests and methods; see
/// https://jinja.palletsprojects.com/en/stable/templates/.
///
/// A template comes with a checkpoint, from whoever made it. So it reaches texts, whole numbers, flags, lists
/// and mappings of its own and nothing else; what it uses beyond is refused by name, and steps, nesting, work
/// and output are limited. What it does with white space is what the transformers library has it do
/// (`trim_blocks` and `lstrip_blocks`).
@NullMarked
package io.edgewise.importer.chat.jinja;

import org.jspecify.annotations.NullMarked;
