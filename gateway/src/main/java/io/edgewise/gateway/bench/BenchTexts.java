// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is put through a bundle: texts of its golden tests, because they are in its language. Immutable.
final class BenchTexts {
    /// A command or a line of a chat.
    private static final int SHORT_TOKENS = 24;

    private static final int SHORT_TEXTS = 48;
    private static final int MAX_LENGTH = 512;
    private static final List<Integer> LENGTHS = List.of(8, 16, 32, 64, 128, 256, MAX_LENGTH);

    private final Bundle bundle;
    private final Encoding longText;
    private final int special;
    private final int modelTokens;

    BenchTexts(Bundle bundle) {
        this.bundle = bundle;
        this.longText = bundle.tokenizer().encode(longText(bundle));
        this.special = longText.special().count();
        this.modelTokens = bundle.descriptor().model().maxTokens();
    }

    /// The golden texts one after the other, again and again.
    private static String longText(Bundle bundle) {
        String once = bundle.goldenTests().texts().stream().map(Golden::text).collect(Collectors.joining(" "));
        int pieces = Math.max(1, bundle.tokenizer().encode(once).size());
        return (once + " ").repeat(MAX_LENGTH / pieces + 1);
    }

    /// The lengths to measure, in tokens: as far as the model has positions.
    List<Integer> lengths() {
        int most = Math.min(modelTokens, longText.size() + special);
        List<Integer> lengths =
                new ArrayList<>(LENGTHS.stream().filter(n -> n <= most).toList());
        if (lengths.isEmpty() || lengths.getLast() < Math.min(most, MAX_LENGTH)) {
            lengths.add(most);
        }
        return lengths;
    }

    /// A text of exactly so many tokens, or of as many as the model takes and there are.
    Window ofLength(int tokens) {
        return cut(longText, tokens);
    }

    /// Short texts of different lengths, longer ones cut.
    List<Window> shortTexts() {
        List<Golden> texts = bundle.goldenTests().texts();
        return IntStream.range(0, SHORT_TEXTS)
                .mapToObj(i -> cut(
                        bundle.tokenizer().encode(texts.get(i % texts.size()).text()), SHORT_TOKENS))
                .toList();
    }

    private Window cut(Encoding encoding, int tokens) {
        return new Window(encoding, 0, Math.min(encoding.size(), Math.min(tokens, modelTokens) - special));
    }
}
