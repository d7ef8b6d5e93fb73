// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.util.List;
import java.util.Set;

/// One model on one lane. Confined to the lane's thread; owns its encoder.
final class LaneModel implements AutoCloseable {
    private final BundleDescriptor descriptor;
    private final Tokenizer tokenizer;
    private final Encoder encoder;
    private final boolean deterministic;

    LaneModel(BundleDescriptor descriptor, Tokenizer tokenizer, Encoder encoder, boolean deterministic) {
        this.descriptor = descriptor;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.deterministic = deterministic;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Tokens that messages may share in one pass.
    int packTokens() {
        return deterministic ? 0 : descriptor.model().packTokens();
    }

    List<Window> windows(Encoding encoding) {
        return Window.over(
                encoding, descriptor.window().tokens(), descriptor.window().overlap());
    }

    Pass run(List<Window> windows, Set<String> outputs) {
        return encoder.run(windows, outputs);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
