// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.fake.Signatures;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `inference.require-signature`: which keys are read, and which bundles are refused.
class SignatureKeysTest {
    private static final String REQUIRED = "inference: { require-signature: release.pub }";
    private static final FileDigests LYING = (file, content) -> "0".repeat(64);

    private final Path folder;
    private final Draft draft;
    private final Path moderation;
    private final Path extraction;

    SignatureKeysTest(@TempDir Path folder) {
        this.folder = folder;
        draft = Draft.in(folder);
        moderation = TinyBundles.moderation().writeTo(folder.resolve("models/moderation"));
        extraction = folder.resolve("models/extraction");
    }

    private TrustedKey signed(String key) {
        TrustedKey made = Signatures.key(folder, key);
        Stream.of(moderation, extraction).forEach(bundle -> Signatures.sign(bundle, folder.resolve(key + ".pem")));
        return made;
    }

    private ModelConfiguration model(String required) {
        return Objects.requireNonNull(draft.line(4, required).read().models().get("moderation"));
    }

    @Test
    void signedBundlesAreTakenAndKnowWhoSignedThem() {
        TrustedKey key = signed("release");

        assertThat(draft.line(4, REQUIRED).problems()).isEmpty();
        assertThat(model(REQUIRED).signer()).contains(key);
        assertThat(model("").signer()).isEmpty();
    }

    @Test
    void whileTheKeyChangesEitherMayHaveSigned() {
        TrustedKey former = signed("former");
        Signatures.key(folder, "next");
        Signatures.sign(moderation, folder.resolve("next.pem"));
        GatewayConfiguration read = draft.line(4, "inference: { require-signature: [next.pub, former.pub] }")
                .read();

        assertThat(read.models().values().stream()
                        .map(model -> model.signer().orElseThrow().file()))
                .containsExactly(folder.resolve("next.pub"), folder.resolve("former.pub"));
        assertThat(Objects.requireNonNull(read.models().get("extraction")).signer())
                .contains(former);
        assertThat(draft.line(4, "inference: { require-signature: next.pub }").problems())
                .singleElement()
                .asString()
                .startsWith(
                        "line 7: models.extraction.bundle: bundle " + extraction + ": bundle.json.sig is no signature");
    }

    @Test
    void unsignedBundlesAreToldEachWithItsLine() {
        Signatures.key(folder, "release");

        assertThat(draft.line(4, REQUIRED).problems())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("line 6: models.moderation.bundle: bundle " + moderation
                        + ": it is not signed: there is no bundle.json.sig in it, and one by ")
                .endsWith(" is required; sign it with edgewise bundle sign, or take one that is signed");
    }

    @Test
    void aChangedDescriptorIsRefused() {
        signed("release");
        Signatures.tamper(moderation);

        assertThat(draft.line(4, REQUIRED).problems())
                .singleElement()
                .asString()
                .startsWith("line 6: models.moderation.bundle: ")
                .contains("the file was changed after it was signed");
    }

    @Test
    void aKeyThatCanNotBeUsedIsToldWithItsPlace() throws IOException {
        signed("release");
        Files.writeString(folder.resolve("text.pub"), "secret");

        assertThat(draft.line(4, "inference: { require-signature: [release.pub, none.pub, text.pub, release.pem] }")
                        .problems())
                .hasSize(3)
                .satisfiesExactly(
                        none -> assertThat(none)
                                .isEqualTo("line 4: inference.require-signature[1]: key file "
                                        + folder.resolve("none.pub") + " is not there"),
                        text -> assertThat(text)
                                .startsWith("line 4: inference.require-signature[2]: key file ")
                                .contains(
                                        "text.pub is no PEM file: expected one that begins with -----BEGIN PUBLIC KEY"),
                        secret -> assertThat(secret)
                                .startsWith("line 4: inference.require-signature[3]: key file ")
                                .contains("release.pem is a private key, expected the public one. Take it away"));
    }

    /// A key that can't be read must not leave the others alone in force.
    @Test
    void oneBadKeyRefusesTheConfigurationAsAWhole() {
        signed("release");

        assertThatThrownBy(() -> draft.line(4, "inference: { require-signature: [release.pub, none.pub] }")
                        .read())
                .isInstanceOf(ConfigurationException.class);
    }

    /// A lazy model is opened hours later.
    @Test
    void theSignatureIsLookedAtWheneverTheBundleIsOpened() {
        signed("release");
        ModelConfiguration model = model(REQUIRED);
        model.open(FileDigests.READING).modelFile().close();

        Signatures.tamper(moderation);

        assertThatThrownBy(() -> model.open(FileDigests.READING)).isInstanceOf(BundleException.class);
        assertThatThrownBy(model::describe).isInstanceOf(BundleException.class);
        assertThatThrownBy(model::describeBundle).isInstanceOf(BundleException.class);
        assertThatThrownBy(model::signer).isInstanceOf(BundleException.class);
        assertThatThrownBy(() -> model.with(model.options().eager()).describe()).isInstanceOf(BundleException.class);
        model("").open(FileDigests.READING).modelFile().close();
    }

    /// What is remembered of files lies in a folder that nobody signs.
    @Test
    void remembersNoDigestsOfASignedBundle() {
        signed("release");

        model(REQUIRED).open(LYING).modelFile().close();
        assertThatThrownBy(() -> model("").open(LYING)).hasMessageContaining("model.tflite has SHA-256 000");
    }

    @Test
    void anotherKeyMakesAnotherModel() {
        signed("release");
        ModelConfiguration before = model(REQUIRED);
        assertThat(model(REQUIRED)).isEqualTo(before);

        signed("next");

        assertThat(model("inference: { require-signature: next.pub }")).isNotEqualTo(before);
        assertThat(List.of(model(""))).doesNotContain(before);
    }
}
