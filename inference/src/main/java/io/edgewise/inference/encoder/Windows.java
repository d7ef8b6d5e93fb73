// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor.WindowEntry;
import io.edgewise.inference.text.FoldedText;
import io.edgewise.inference.text.TextFolding;
import io.edgewise.inference.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;

/// All that a model reads of one text: its windows, and where the text has a disguise that the bundle asks to
/// fold, the windows of the folded text behind them (docs/decisions/0023-folded-texts.md). Immutable.
///
/// @param encoding of the text as received
/// @param all at least one
/// @param tokens of both texts, special ones included once for each
public record Windows(Encoding encoding, List<Window> all, int tokens) {
    public Windows {
        all = List.copyOf(all);
    }

    /// Tokenises and cuts a text as its bundle says.
    public static Windows of(String text, Bundle bundle) {
        WindowEntry size = bundle.descriptor().window();
        Encoding encoding = bundle.tokenizer().encode(text);
        List<Window> all = new ArrayList<>(Window.over(encoding, size.tokens(), size.overlap()));
        int tokens = Window.whole(encoding).tokens();
        FoldedText folded = TextFolding.of(bundle.descriptor().foldings()).fold(text);
        if (folded.isChanged()) {
            Encoding meant = bundle.tokenizer().encode(folded.text());
            // A tokenizer folds some disguises by itself: what comes out the same is not read twice.
            if (!Window.whole(meant).ids().equals(Window.whole(encoding).ids())) {
                all.addAll(Window.over(meant, size.tokens(), size.overlap()));
                tokens += Window.whole(meant).tokens();
            }
        }
        return new Windows(encoding, all, tokens);
    }

    /// Whether one pass has room for all of them: always for a single one, which may have a pass of its own.
    ///
    /// @param packTokens that windows may share in one pass
    public boolean fitOnePass(int packTokens) {
        return all.size() == 1 || tokens <= packTokens;
    }
}
