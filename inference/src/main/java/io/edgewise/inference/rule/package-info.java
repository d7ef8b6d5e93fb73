// SPDX-License-Identifier: Apache-2.0
/// What a site knows without training a model: words to block, to review and to allow ([WordLists]), and fields of its
/// own by patterns and by lists of names ([SiteFields]).
///
/// The flow: files are read once ([WordFiles], [NameFile]) with every problem in one [RuleException]; a text is
/// brought into the form that is compared ([ComparedText]: case, compatibility forms, lookalikes, what nobody sees),
/// with the place of each character in the text as received; then a trie ([TermTrie]) or an index of names
/// ([Gazetteer]) is walked over it.
///
/// What a newcomer assumes wrongly:
/// - Precision goes before recall. `he'll` is not `hell`, `A55` is not `ass`, `the rapist` is not `therapist`, and pump
///   3 is not pump 4. What is disguised in ways that these rules don't know is the model's work.
/// - There are no word forms: `idiots` is another word than `idiot`, and stands in the list or doesn't count.
/// - Time is linear in the length of a text, for hostile text too.
///
/// @see "docs/decisions/0021-site-rules.md"
@NullMarked
package io.edgewise.inference.rule;

import org.jspecify.annotations.NullMarked;
