// SPDX-License-Identifier: Apache-2.0
/// Which texts a model can't know: those in a language that its bundle does not declare ([LanguageCheck]).
///
/// The flow: a text is freed from disguises; letters are counted by script; words of Latin letters are cut into
/// groups of letters, and a small table that this project trained (`training/languages`) says how much each
/// group speaks for each of 26 languages.
///
/// What a newcomer assumes wrongly: this is no language detector. It answers one question, whether a text is surely
/// in a language that is *not* declared, and is silent whenever that is not sure: of short texts, of codes, of names.
///
/// @see "docs/decisions/0025-unsupported-languages.md"
@NullMarked
package io.edgewise.inference.language;

import org.jspecify.annotations.NullMarked;
