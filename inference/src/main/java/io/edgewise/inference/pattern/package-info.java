// SPDX-License-Identifier: Apache-2.0
/// Finds values with a fixed form in short text (group `pattern` of an extraction): phone numbers, addresses of mail,
/// web and hardware, bank and card numbers, quantities, dates and identifiers, each checked and normalised.
///
/// The flow: [PatternExtractor] folds the text once (full-width forms, exotic spaces and dashes become their
/// ASCII twins, one for one, so that every index stays that of the text as received), splits it into words,
/// numbers and marks, hands it to one recogniser per type, and resolves overlaps: URL and EMAIL win over all;
/// then IBAN, CARD, MAC and IP; then DATE_TIME; then PHONE, QUANTITY and SERIAL; within one rank the longer match
/// wins.
///
/// What a newcomer assumes wrongly:
/// - Precision goes before recall. A number that may be a label (`gate 4C`, `line 3 a`) is not a quantity, a run
///   of ten digits without a word such as "call" is not a phone number, and a day such as `31 Feb` is no date at
///   all.
/// - Words are English; symbols, number formats and phone numbers are those of all regions.
/// - Time is linear in the length of the text, for hostile text too: every look-ahead is bounded, and expressions are
///   those of RE2/J. The phone library and the validators use `java.util.regex`; they see bounded pieces only.
/// - Where the text leaves a value open (`Friday midnight`, `15 dollars 50`), there is no match rather than a guess;
///   the guesses that are made are stated at [NamedDates], [Weekdays] and [ClockReader].
///
/// Who reads what: `*Pattern` one type each; [Numeral], [NumberWords], [UnitReader] and [ShortUnits] the parts of a
/// quantity; [NumericDates], [NamedDates], [Weekdays], [RelativeDays], [ClockReader] and [SpokenClock] those of a
/// moment.
@NullMarked
package io.edgewise.inference.pattern;

import org.jspecify.annotations.NullMarked;
