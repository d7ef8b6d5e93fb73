// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.signing.KeyPairFiles;
import io.edgewise.inference.signing.SigningKey;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleSignatureTest {
    @TempDir
    Path folder;

    @Test
    void whatIsSignedIsVerifiedByTheKeysOwner() throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");

        assertThat(BundleVerification.of(DescriptorFile.read(bundle), trusting(key))
                        .signer())
                .contains(key);
        assertThat(bundle.resolve("bundle.json.sig")).hasSize(64);
        assertThat(files(bundle)).noneMatch(name -> name.contains("part"));
    }

    /// The file is there to be seen by whoever looks for it; nothing else of a bundle minds it.
    @Test
    void aSignedBundleOpensWhereNoSignatureIsRequired() throws IOException {
        key("release");
        Path bundle = signed("bundle", "release");

        assertThat(BundleVerification.of(DescriptorFile.read(bundle)).signer()).isEmpty();
        Bundle.open(bundle).modelFile().close();
        assertThat(BundleSignature.isIn(bundle)).isTrue();
    }

    @Test
    void signingAgainTakesTheFormerSignaturesPlace() throws IOException {
        TrustedKey former = key("former");
        TrustedKey next = key("next");
        Path bundle = signed("bundle", "former");

        BundleSignature.sign(bundle, SigningKey.read(folder.resolve("next.pem")));

        assertThat(DescriptorFile.read(bundle).signedBy(new TrustedKeys(List.of(former, next))))
                .isEqualTo(next);
        refused(bundle, former, "bundle.json.sig is no signature of this bundle.json by");
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"CHANGED_BYTE", "CHANGED_VOCABULARY", "MISSING_FILE", "OTHER_SIZE", "UNLISTED_FILE", "NOT_JSON"})
    void aBundleThatIsNotWholeIsNotSigned(Flaw flaw) {
        key("release");
        Path bundle = TinyBundles.moderation().flawed(flaw).writeTo(folder.resolve("bundle"));

        assertThatThrownBy(() -> BundleSignature.sign(bundle, SigningKey.read(folder.resolve("release.pem"))))
                .isInstanceOf(BundleException.class);
        assertThat(bundle.resolve("bundle.json.sig")).doesNotExist();
    }

    @Test
    void withoutASignatureItIsRefused() {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("bundle"));

        refused(bundle, key("release"), "it is not signed: there is no bundle.json.sig in it, and one by " + folder);
    }

    @Test
    void theSignatureOfAnotherKeyIsRefused() throws IOException {
        key("release");
        Path bundle = signed("bundle", "release");

        refused(bundle, key("other"), "or by another key; take the bundle anew from who signs yours");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63})
    void aSignatureThatWasCutShortIsRefused(int length) throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");
        Path signature = bundle.resolve("bundle.json.sig");
        Files.write(signature, Arrays.copyOf(Files.readAllBytes(signature), length));

        refused(bundle, key, "bundle.json.sig has " + length + " bytes, an Ed25519 signature has 64");
    }

    @Test
    void aSignatureWithSomethingBehindItIsRefused() throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");
        Files.writeString(bundle.resolve("bundle.json.sig"), "\n", StandardOpenOption.APPEND);

        refused(bundle, key, "bundle.json.sig has 65 bytes, an Ed25519 signature has 64");
    }

    /// A digit of a threshold, or a blank that no reader of JSON minds.
    @ParameterizedTest
    @ValueSource(strings = {"0.8=>0.9", "{=>{ "})
    void aChangedDescriptorIsRefused(String change) throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");
        Path json = bundle.resolve("bundle.json");
        String before = Files.readString(json);
        String[] parts = change.split("=>", -1);
        Files.writeString(json, before.replace(parts[0], parts[1]));
        assertThat(Files.readString(json)).isNotEqualTo(before);
        Bundle.open(bundle).modelFile().close(); // nothing but the signature tells

        refused(bundle, key, "the file was changed after it was signed");
    }

    @Test
    void theSignatureOfAnotherBundleIsRefused() throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");
        Path other = TinyBundles.extraction().writeTo(folder.resolve("other"));
        BundleSignature.sign(other, SigningKey.read(folder.resolve("release.pem")));
        Files.copy(
                other.resolve("bundle.json.sig"),
                bundle.resolve("bundle.json.sig"),
                StandardCopyOption.REPLACE_EXISTING);

        refused(bundle, key, "the signature is another bundle's");
    }

    @Test
    void aSignatureThatIsAFolderIsRefused() throws IOException {
        TrustedKey key = key("release");
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("bundle"));
        Files.createDirectory(bundle.resolve("bundle.json.sig"));

        refused(bundle, key, "bundle.json.sig can't be read");
    }

    /// With every file of it: the signature is over the digests.
    @ParameterizedTest
    @ValueSource(strings = {"model.tflite", "vocab.txt", "golden.json", "MODEL_CARD.md"})
    void aChangedFileIsRefusedByItsDigest(String name) throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");
        byte[] content = Files.readAllBytes(bundle.resolve(name));
        content[content.length / 2] ^= 1;
        Files.write(bundle.resolve(name), content);

        assertThatThrownBy(() -> BundleVerification.of(DescriptorFile.read(bundle), trusting(key)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(name + " has SHA-256 ");
    }

    /// Nothing is believed before the signature: what can't even be parsed is told as unsigned.
    @Test
    void theSignatureIsLookedAtBeforeAnythingIsParsed() throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");
        Files.writeString(bundle.resolve("bundle.json"), "{");

        refused(bundle, key, "bundle.json.sig is no signature of this bundle.json by");
    }

    /// What was verified is what is used, even if the file is another one a moment later.
    @Test
    void theBytesThatWereVerifiedAreTheOnesThatAreParsed() throws IOException {
        TrustedKey key = key("release");
        Path bundle = signed("bundle", "release");
        DescriptorFile file = DescriptorFile.read(bundle);
        assertThat(file.signedBy(trusting(key))).isEqualTo(key);
        String sha256 = file.sha256();

        Path json = bundle.resolve("bundle.json");
        Files.writeString(json, Files.readString(json).replace("1.2.3", "6.6.6"));

        assertThat(file.describe().version()).isEqualTo("1.2.3");
        try (var model = Bundle.open(file, FileDigests.READING).modelFile()) {
            assertThat(model).isNotNull();
        }
        assertThat(file.sha256()).isEqualTo(sha256);
        assertThat(DescriptorFile.read(bundle).describe().version()).isEqualTo("6.6.6");
    }

    private TrustedKey key(String name) {
        return KeyPairFiles.make(folder.resolve(name + ".pem")).publicKey();
    }

    private Path signed(String name, String key) throws IOException {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve(name));
        BundleSignature.sign(bundle, SigningKey.read(folder.resolve(key + ".pem")));
        return bundle;
    }

    private static TrustedKeys trusting(TrustedKey key) {
        return new TrustedKeys(List.of(key));
    }

    private static List<String> files(Path bundle) throws IOException {
        try (Stream<Path> files = Files.list(bundle)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static void refused(Path bundle, TrustedKey key, String sentence) {
        assertThatThrownBy(() -> DescriptorFile.read(bundle).signedBy(trusting(key)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle " + bundle + ": ")
                .hasMessageContaining(sentence);
    }
}
