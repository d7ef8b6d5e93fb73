// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// The characters that the step `Nmt` removes or makes blanks, those of SentencePiece's rule `nmt`
/// (`builder.cc`, `BuildNmtNFKCMap`).
final class NmtCharacters {

    private NmtCharacters() {}

    static boolean isRemoved(int character) {
        return (character >= 0x01 && character <= 0x08)
                || character == 0x0B
                || (character >= 0x0E && character <= 0x1F)
                || character == 0x7F
                || character == 0x8F
                || character == 0x9F;
    }

    /// The character, or a blank in its place.
    static int mapped(int character) {
        return switch (character) {
            case '\t', '\n', '\f', '\r', 0x1680, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F -> ' ';
            case 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD -> ' ';
            default -> character;
        };
    }
}
