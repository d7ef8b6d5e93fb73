// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgewise.devices.payload.MalformedPayloadException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {
    private final JsonCodec codec = new JsonCodec("/message");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/message      | {'message':'hello'}",
                "/message      | {'severity':2,'message':'hello','more':[1,2]}",
                "/message      |   { 'message' : 'hello' }   ",
                "/body/text    | {'text':'other','body':{'text':'hello'}}",
                "/lines/1      | {'lines':['first','hello']}",
                "/0/text       | [{'text':'hello'}]",
                "/a~1b/m~0n    | {'a/b':{'m~n':'hello'}}",
                "/             | {'':'hello'}",
                "/message      | {'message':'\\u0068ello'}"
            })
    void theTextIsTheMemberThatThePointerNames(String pointer, String json) throws MalformedPayloadException {
        assertThat(new JsonCodec(pointer).decode(bytes(json)).text()).isEqualTo("hello");
    }

    @Test
    void anyCharacterMayBeEscaped() throws MalformedPayloadException {
        assertThat(codec.decode(bytes("{'message':'nul \\u0000 bell \\u0007 fire \\uD83D\\uDD25 東京'}"))
                        .text())
                .isEqualTo("nul \0 bell \u0007 fire 🔥 東京");
    }

    @Test
    void aByteOrderMarkInFrontIsLeftOut() throws MalformedPayloadException {
        assertThat(codec.decode(bytes("\uFEFF{'message':'hello'}")).text()).isEqualTo("hello");
    }

    /// A document, and the id that it carries.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'id':'press12-1','message':'m'}           | press12-1",
                "{'message':'m','id':42}                    | 42",
                "{'id':-7,'message':'m'}                    | -7",
                "{'id':123456789012345678901234567890,'message':'m'} | 123456789012345678901234567890"
            })
    void theMessagesOwnIdIsATextOrAWholeNumber(String json, String id) throws MalformedPayloadException {
        assertThat(codec.decode(bytes(json)).id()).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'x':1", "'id':''", "'id':' '", "'id':null", "'id':true", "'id':1.5", "'id':[1]", "'id':{'id':1}"
            })
    void anythingElseIsNoId(String member) throws MalformedPayloadException {
        assertThat(codec.decode(bytes("{" + member + ",'message':'m'}")).id()).isEmpty();
    }

    @Test
    void anIdFurtherDownIsNotTheMessages() throws MalformedPayloadException {
        JsonCodec nested = new JsonCodec("/body/text");

        assertThat(nested.decode(bytes("{'body':{'id':'inner','text':'m'}}")).id())
                .isEmpty();
    }

    /// A document without a text at `/message`, and what is said of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                         | the payload is empty",
                "~   ~                      | the payload is empty",
                "{}                         | the JSON has no member /message",
                "{'Message':'m'}            | the JSON has no member /message",
                "[]                         | the JSON has no member /message",
                "'message'                  | the JSON has no member /message",
                "null                       | the JSON has no member /message",
                "{'message':null}           | the JSON has no member /message",
                "{'message':''}             | the JSON member /message is empty",
                "{'message':' \\t'}         | the JSON member /message is empty",
                "{'message':3}              | the JSON member /message is no text but a number",
                "{'message':true}           | the JSON member /message is no text but true or false",
                "{'message':['m']}          | the JSON member /message is no text but a list",
                "{'message':{'text':'m'}}   | the JSON member /message is no text but an object"
            })
    void aDocumentWithoutTheTextSaysSo(String json, String said) {
        MalformedPayloadException refusal = refuse(bytes(json));

        assertThat(refusal).hasMessage(said);
        assertThat(refusal.reason()).isEqualTo(Reason.NO_TEXT);
        assertThat(refusal.offset()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':",
                "{'message':'m'",
                "{'message':'m'} x",
                "{'message':'m'} {'message':'n'}",
                "{'message':'m',}",
                "{message:'m'}",
                "{'message':'line\nfeed'}",
                "{'message':'\\x41'}",
                "{'message':'\\u12'}",
                "{'message':'m'} // comment",
                "{'message':'m','n':NaN}",
                "{'message':'m','n':01}",
                "hello"
            })
    void whatIsNoJsonIsMalformed(String json) {
        MalformedPayloadException refusal = refuse(bytes(json));

        assertThat(refusal).hasMessageStartingWith("the payload is not JSON: ");
        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aSyntaxErrorIsToldWithItsByte() {
        MalformedPayloadException refusal = refuse(bytes("{'message':'é' oops}"));

        assertThat(refusal.offset()).as("bytes, not characters").isEqualTo("{'message':'é' ".getBytes(UTF_8).length);
        assertThat(refusal).hasMessageEndingWith("(byte " + refusal.offset() + ")");
    }

    @Test
    void aMemberThatOccursTwiceIsRefused() {
        MalformedPayloadException refusal = refuse(bytes("{'message':'one','message':'two'}"));

        assertThat(refusal).hasMessageContaining("Duplicate");
        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void deepNestingIsRefusedBeforeItCostsStack() throws MalformedPayloadException {
        assertThat(codec.decode(nested(60)).text()).isEqualTo("m");

        for (int depth : List.of(70, 1_000, 100_000)) {
            assertThat(refuse(nested(depth)).reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void hugeNumbersAreRefusedAndNotComputed() {
        String digits = "9".repeat(100_000);

        assertThat(refuse(bytes("{'id':" + digits + ",'message':'m'}")).reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void anExponentOfAnySizeIsNoTrouble() throws MalformedPayloadException {
        assertThat(codec.decode(bytes("{'id':1e999999999,'x':-1E-999999999,'message':'m'}")))
                .isEqualTo(DeviceMessage.of("m"));
    }

    /// Bytes inside of a text, and where they stop to be UTF-8.
    @ParameterizedTest
    @CsvSource({"c3 28, 0", "c0 80, 0", "ed a0 80, 0", "f7 bf bf bf, 0", "61 ff, 1", "80, 0"})
    void bytesThatAreNotUtf8AreRefusedWithTheirPlace(String hex, int place) {
        String before = "{\"message\":\"";
        byte[] inside = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] payload = join(before.getBytes(UTF_8), inside, "\"}".getBytes(UTF_8));

        MalformedPayloadException refusal = refuse(payload);

        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refusal.offset()).isEqualTo(before.length() + place);
        assertThat(refusal).hasMessageStartingWith("the payload is not UTF-8: 0x");
    }

    @Test
    void jsonIsUtf8AndNothingElse() {
        for (Charset other : List.of(UTF_16, UTF_16LE, UTF_16BE)) {
            assertThat(refuse("{\"message\":\"m\"}".getBytes(other)).reason())
                    .as(other.name())
                    .isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void aNulByteIsRefusedWithItsPlace() {
        assertThat(refuse(bytes("{'message':'a\0b'}")))
                .hasMessage("the payload is not JSON: NUL can't stand here (byte 13)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "", "#/message"})
    void aPointerBeginsWithASlash(String pointer) {
        assertThatThrownBy(() -> new JsonCodec(pointer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a JSON Pointer such as /message after json:, got \"" + pointer + "\"");
    }

    private MalformedPayloadException refuse(byte[] payload) {
        return catchThrowableOfType(MalformedPayloadException.class, () -> codec.decode(payload));
    }

    /// JSON with single quotes, for the eye.
    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    private static byte[] nested(int depth) {
        return bytes("{'message':'m','x':" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
