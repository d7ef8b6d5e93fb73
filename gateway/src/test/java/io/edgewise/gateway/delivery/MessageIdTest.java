// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageIdTest {
    private static MessageId correlated(byte... data) {
        return MessageId.of(Optional.empty(), Optional.of(ByteBuffer.wrap(data)));
    }

    private static MessageId correlated(String data) {
        return correlated(data.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theMemberOfThePayloadComesFirst() {
        MessageId id = MessageId.of(Optional.of("7"), Optional.of(ByteBuffer.wrap(new byte[] {'c'})));

        assertThat(id).isEqualTo(new MessageId("7", true));
    }

    @ParameterizedTest
    @CsvSource({"c-1", "'with spaces, and: signs'", "grün", "名前", "👍"})
    void printableCorrelationDataIsTheIdAsText(String data) {
        assertThat(correlated(data)).isEqualTo(new MessageId(data, true));
    }

    @ParameterizedTest
    @CsvSource({"'line\nbreak'", "'bell\u0007'", "'c1\u0085'", "'nul\u0000'", "'not a character\uFFFF'"})
    void unprintableTextIsBase64(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);

        assertThat(correlated(bytes).value()).isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void bytesThatAreNoUtf8AreBase64() {
        assertThat(correlated((byte) 0xC3, (byte) 0x28)).isEqualTo(new MessageId("wyg=", true));
        assertThat(correlated((byte) 0x00, (byte) 0x01)).isEqualTo(new MessageId("AAE=", true));
    }

    @Test
    void readingCorrelationDataLeavesItAsItWas() {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {'a', 'b', (byte) 0xFF}).asReadOnlyBuffer();

        assertThat(MessageId.of(Optional.empty(), Optional.of(data)).value()).isEqualTo("YWL/");
        assertThat(data.remaining()).isEqualTo(3);
    }

    @Test
    void emptyCorrelationDataIsNone() {
        assertThat(correlated().fromSender()).isFalse();
    }

    @Test
    void withoutEitherOneIsMadeUp() {
        MessageId one = MessageId.of(Optional.empty(), Optional.empty());
        MessageId other = MessageId.of(Optional.empty(), Optional.empty());

        assertThat(one.fromSender()).isFalse();
        assertThat(one.value()).isNotEqualTo(other.value());
        assertThat(one.key("t", "r")).isEqualTo("once:" + one.value());
    }

    @Test
    void theKeyIsTheSha256OfTopicRouteAndId() {
        // printf 'terminals/7/text\0chat\0c-1\0' | sha256sum
        assertThat(new MessageId("c-1", true).key("terminals/7/text", "chat"))
                .isEqualTo("74f6ab2cd7cf11417cbfda8675c47b69b71e4544c7f91368a244904a562c8923");
    }

    @Test
    void topicRouteAndIdAreEachPartOfTheKey() {
        String key = new MessageId("1", true).key("topic", "route");

        assertThat(new MessageId("2", true).key("topic", "route")).isNotEqualTo(key);
        assertThat(new MessageId("1", true).key("topics", "route")).isNotEqualTo(key);
        assertThat(new MessageId("1", true).key("topic", "routes")).isNotEqualTo(key);
        assertThat(new MessageId("1", true).key("topic", "route")).isEqualTo(key);
    }

    @Test
    void partsOfTheKeyDoNotRunIntoEachOther() {
        assertThat(new MessageId("c", true).key("a", "b")).isNotEqualTo(new MessageId("bc", true).key("a", ""));
        assertThat(new MessageId("c", true).key("ab", "")).isNotEqualTo(new MessageId("c", true).key("a", "b"));
    }

    @Test
    void longIdsThatBeginAlikeHaveKeysOfTheirOwn() {
        String prefix = "x".repeat(1_000);

        assertThat(correlated(prefix + "1").key("t", "r"))
                .isNotEqualTo(correlated(prefix + "2").key("t", "r"));
    }
}
