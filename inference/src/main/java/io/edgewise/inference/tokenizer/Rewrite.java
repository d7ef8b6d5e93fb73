// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// A text that is written anew from another, character by character, with the places that the reference gives them.
///
/// Confined to one call of [Normalizer#normalize].
final class Rewrite {

    private final AlignedText old;
    private final AlignedText result;
    private int at;
    private boolean inserted;

    Rewrite(AlignedText old) {
        this.old = old;
        this.result = old.emptied();
    }

    /// Writes the next character. `change` says what became of the old ones: 0, it replaces the next; 1, it was
    /// inserted and shares the place of the one before; less than 0, it replaces the next and removes as many more,
    /// whose places are lost.
    void add(int character, int change) {
        inserted = change > 0;
        if (change <= 0) {
            result.add(character, old, at);
            at += 1 - change;
        } else if (at == 0) {
            result.add(character, 0, 0);
        } else {
            result.add(character, old, at - 1);
        }
    }

    /// Writes `by` in the place of the next `count` characters: further ones are inserted, too many are removed
    /// with the last.
    void replace(int count, String by) {
        int[] characters = by.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            boolean last = i == characters.length - 1;
            add(characters[i], i >= count ? 1 : last ? i + 1 - count : 0);
        }
        if (characters.length == 0) {
            drop(count);
        }
    }

    /// Drops as many old characters. One that was just inserted takes their place.
    private void drop(int count) {
        if (inserted) {
            result.moveLast(old, at);
            inserted = false;
        }
        at += count;
    }

    AlignedText result() {
        return result;
    }
}
