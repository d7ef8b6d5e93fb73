// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleVerificationTest {
    @TempDir
    Path folder;

    private Path bundle = Path.of("");

    @BeforeEach
    void write() {
        bundle = TinyBundles.moderation().writeTo(folder.resolve("bundle"));
    }

    @Test
    void aWholeBundleIsTakenWithTheDocumentsOfPeople() throws IOException {
        Files.createDirectory(bundle.resolve("plots"));
        for (String name : new String[] {"EVALUATION.md", "NOTICE", "LICENSE.txt", "README.md", "plots/latency.png"}) {
            Files.writeString(bundle.resolve(name), "x");
        }

        BundleVerification verified = BundleVerification.of(DescriptorFile.read(bundle));

        assertThat(verified.id()).isEqualTo("moderation@1.2.3");
        assertThat(verified.documents())
                .containsExactly("EVALUATION.md", "LICENSE.txt", "NOTICE", "README.md", "plots/latency.png");
        assertThat(verified.signer()).isEmpty();
        assertThat(verified.bytes()).isGreaterThan(34_416);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bundle.json.bak",
                "model.tflite.old",
                "vocab2.txt",
                "tokenizer.json",
                "libnpu.so",
                ".hidden.md",
                ".bundle.json.sig.part",
                "plots/run.sh",
                "plots/deeper/a.png",
                "docs/README.md",
                "Readme.MD.exe"
            })
    void anythingElseThatIsNotListedIsRefused(String name) throws IOException {
        Path stranger = bundle.resolve(name);
        Files.createDirectories(stranger.getParent());
        Files.writeString(stranger, "x");

        refused("bundle.json does not list " + name + ": beside what it lists, there may be *.md");
    }

    /// A name makes no document of what leads elsewhere.
    @Test
    void aLinkIsNoDocument() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.md"), "x");
        Files.createSymbolicLink(bundle.resolve("README.md"), outside);

        refused("bundle.json does not list README.md (no regular file)");
    }

    @Test
    void aBundleBehindALinkIsVerifiedLikeAnyOther() throws IOException {
        Files.writeString(bundle.resolve("stranger"), "x");
        bundle = Files.createSymbolicLink(folder.resolve("current"), bundle);

        refused("bundle.json does not list stranger");
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"NO_DESCRIPTOR", "CHANGED_BYTE", "CHANGED_VOCABULARY", "OTHER_SIZE", "MISSING_FILE", "LINK_OUTSIDE"
            })
    void whatIsNotAsTheDescriptorSaysIsRefused(Flaw flaw) {
        Path flawed = TinyBundles.moderation().flawed(flaw).writeTo(folder.resolve("flawed"));

        assertThatThrownBy(() -> BundleVerification.of(DescriptorFile.read(flawed)))
                .isInstanceOf(BundleException.class);
    }

    private void refused(String sentence) {
        assertThatThrownBy(() -> BundleVerification.of(DescriptorFile.read(bundle)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(sentence);
    }
}
