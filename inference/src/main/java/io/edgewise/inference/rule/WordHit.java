// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

/// A term of a word list in a text. Immutable.
///
/// @param list the list that the term is of
/// @param term as it stands in the list
/// @param text as it stands in the message
/// @param start UTF-16 index of its first character in the text as received
/// @param end UTF-16 index after its last character
public record WordHit(WordList list, String term, String text, int start, int end) {
    boolean isIn(WordHit other) {
        return start >= other.start && end <= other.end;
    }

    int length() {
        return end - start;
    }
}
