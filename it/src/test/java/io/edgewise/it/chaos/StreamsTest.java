// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.Sha256;
import io.edgewise.testkit.mqtt.Packet.Publish;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A chaos run that overlooks a part out of place, or half an answer, proves nothing.
final class StreamsTest {
    private final Streams streams = new Streams();

    private void more(int sequence, String text) {
        part("{\"id\":\"7\",\"seq\":%d,\"text\":\"%s\"}".formatted(sequence, text));
    }

    private void last(int sequence, String text, String whole) {
        String sha256 = Sha256.of(ByteBuffer.wrap(whole.getBytes(UTF_8)));
        part("{\"id\":\"7\",\"seq\":%d,\"text\":\"%s\",\"final\":true,\"sha256\":\"%s\"}"
                .formatted(sequence, text, sha256));
    }

    private void part(String json) {
        assertThat(streams.part(Publish.of("orders/1/stream", json))).isEqualTo(7);
    }

    private void result(String json) {
        streams.result(7, new JsonMapper().readTree(json));
    }

    @Test
    void followsAStreamToItsEnd() {
        more(0, "[1");
        assertThat(streams.isUnderWay()).isTrue();
        more(1, ",2");
        last(2, "]", "[1,2]");
        result("[1, 2]");

        assertThat(streams.isUnderWay()).isFalse();
        assertThat(streams.parts()).isEqualTo(3);
        assertThat(streams.brokenOff()).isZero();
        assertThat(streams.problems()).isEmpty();
    }

    @Test
    void countsAStreamThatBreaksOffAndIsBegunAnew() {
        more(0, "[1");
        more(0, "[1");
        last(1, "]", "[1]");
        result("[1]");

        assertThat(streams.brokenOff()).isEqualTo(1);
        assertThat(streams.problems()).isEmpty();
    }

    @Test
    void takesAFurtherStreamOfAMessageThatComesAgain() {
        last(0, "[1]", "[1]");
        last(0, "[2]", "[2]");
        result("[1]");
        result("[2]");

        assertThat(streams.brokenOff()).isZero();
        assertThat(streams.problems()).isEmpty();
    }

    @Test
    void forgetsWhatIsGivenUp() {
        more(0, "{\\\"a");
        part("{\"id\":\"7\",\"seq\":1,\"again\":true}");
        last(2, "[1]", "[1]");

        assertThat(streams.problems()).isEmpty();
    }

    @Test
    void aStreamThatIsGivenUpHasAnEnd() {
        more(0, "[1");
        part("{\"id\":\"7\",\"seq\":1,\"final\":true,\"given_up\":true}");

        assertThat(streams.problems()).isEmpty();
    }

    @Test
    void refusesAStreamThatGoesOnWhereAnotherOneBrokeOff() {
        more(0, "[1");
        assertThatThrownBy(() -> more(2, "]")).hasMessage("part 2 of message 7: expected part 1");
    }

    @Test
    void refusesAStreamThatDoesNotBeginWithZero() {
        assertThatThrownBy(() -> more(1, "]")).hasMessage("part 1 of message 7: expected part 0");
    }

    @Test
    void refusesAPartAfterTheLastOne() {
        last(0, "[1]", "[1]");
        assertThatThrownBy(() -> more(1, "]")).hasMessage("part 1 of message 7: expected part 0");
    }

    @Test
    void refusesAChecksumOfAnotherText() {
        more(0, "[1");
        assertThatThrownBy(() -> last(1, "]", "[2]")).hasMessageContaining("message 7: its parts have the SHA-256");
    }

    @Test
    void tellsAStreamWithoutAnEnd() {
        more(0, "[1");
        assertThat(streams.problems()).containsExactly("message 7: its stream stopped after part 0");
    }

    @Test
    void tellsAResultThatNoStreamHasSaid() {
        last(0, "[1]", "[1]");
        result("[2]");
        assertThat(streams.problems()).containsExactly("message 7: a result that no stream has said: [[2]]");
    }
}
