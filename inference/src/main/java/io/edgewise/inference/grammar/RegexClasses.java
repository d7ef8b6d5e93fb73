// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

/// What `.`, `\d`, `\w` and `\s` stand for.
///
/// JavaScript's expressions, which JSON Schema names, and Java's differ in which characters beyond ASCII are
/// white space and which end a line. A class here has what all readings agree on, so that a text is good for
/// each of them.
final class RegexClasses {
    static final CodePoints DIGIT = CodePoints.of('0', '9');
    static final CodePoints WORD = CodePoints.of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');

    private static final CodePoints SPACE = CodePoints.of('\t', '\r', ' ', ' ');
    private static final CodePoints WIDE_SPACE = SPACE.union(CodePoints.of(
            0x85, 0x85, 0xa0, 0xa0, 0x1680, 0x1680, 0x180e, 0x180e, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f,
            0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff));
    private static final CodePoints LINE_ENDS = CodePoints.of('\n', '\n', '\r', '\r', 0x85, 0x85, 0x2028, 0x2029);

    static final CodePoints DOT = LINE_ENDS.complement();

    private RegexClasses() {}

    /// @param excluded whether the characters are taken out of a class, which then must lose all that any
    /// reading has
    static CodePoints space(boolean excluded) {
        return excluded ? WIDE_SPACE : SPACE;
    }

    static CodePoints noSpace(boolean excluded) {
        return space(!excluded).complement();
    }
}
