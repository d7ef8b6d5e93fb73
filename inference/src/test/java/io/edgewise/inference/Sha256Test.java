// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    /// NIST's example for the empty message.
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    /// NIST's example for a million times the letter a.
    private static final String MILLION_A = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    Path folder;

    @Test
    void aFileAndItsBytesHaveTheSameDigest() throws IOException {
        byte[] million = new byte[1_000_000];
        Arrays.fill(million, (byte) 'a');
        Path file = Files.write(folder.resolve("a"), million);
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThat(Sha256.of(file)).isEqualTo(MILLION_A);
        assertThat(Sha256.of(ByteBuffer.wrap(million))).isEqualTo(MILLION_A);
        assertThat(Sha256.of(empty)).isEqualTo(NOTHING);
    }

    @Test
    void onlyWhatIsLeftInABufferCounts() {
        ByteBuffer buffer = ByteBuffer.wrap("xyabcz".getBytes(UTF_8), 2, 3);

        assertThat(Sha256.of(buffer)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void longContentGoesThroughInParts() throws IOException {
        byte[] content = new byte[(1 << 20) + 1];

        assertThat(Sha256.of(Files.write(folder.resolve("long"), content)))
                .isEqualTo(Sha256.of(ByteBuffer.wrap(content)));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> Sha256.of(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("can't read " + missing);
    }
}
