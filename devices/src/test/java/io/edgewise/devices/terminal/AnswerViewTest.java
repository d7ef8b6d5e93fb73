// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.devices.terminal.AnswerView.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerViewTest {
    @ParameterizedTest
    @CsvSource({"allow, GOOD", "review, DOUBTFUL", "block, BAD", "something-new, BAD"})
    void theVerdictIsTheWordAndSetsTheTone(String verdict, Tone tone) {
        assertThat(view("{'moderation':{'verdict':'" + verdict + "','flagged':[],'scores':{}}}"))
                .isEqualTo(new AnswerView(tone, verdict, ""));
    }

    @Test
    void flaggedLabelsComeWithTheirScores() {
        AnswerView view = view("{'moderation':{'verdict':'block','flagged':['insult','toxic','new'],"
                + "'scores':{'toxic':0.976,'insult':0.9,'threat':0.01}}}");

        assertThat(view.details()).isEqualTo("insult 0.90, toxic 0.98, new 0.00");
    }

    @Test
    void whatDecidedWithoutTheModelIsTold() {
        assertThat(view("{'moderation':{'verdict':'block','flagged':[],'scores':{},"
                        + "'words':[{'list':'block','term':'moron','text':'m0ron','start':0,'end':5}]}}"))
                .isEqualTo(new AnswerView(Tone.BAD, "block", "block list: moron"));
        assertThat(view("{'moderation':{'verdict':'review','flagged':[],'scores':{},'language':'unsupported'}}"))
                .isEqualTo(new AnswerView(Tone.DOUBTFUL, "review", "language unsupported"));
        assertThat(view("{'extraction':{'intent':{'name':'none','confidence':0},'fields':[],"
                        + "'language':'unsupported'}}"))
                .isEqualTo(new AnswerView(Tone.NEUTRAL, "none", "language unsupported"));
    }

    @Test
    void theIntentIsTheWordWhenThereIsOne() {
        AnswerView view = view("{'extraction':{'intent':{'name':'alarm_set','confidence':0.9},"
                + "'fields':[{'type':'time','text':'half past seven'},{'type':'date','text':'tomorrow'}]}}");

        assertThat(view).isEqualTo(new AnswerView(Tone.NEUTRAL, "alarm_set", "time half past seven · date tomorrow"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 fields|",
                "1 field|{'type':'T','text':'a'}",
                "2 fields|{'type':'T','text':'a'},{'type':'T','text':'b'}"
            },
            quoteCharacter = '~')
    void withoutAnIntentFieldsAreCounted(String word, String fields) {
        String json = "{'extraction':{'fields':[" + (fields == null ? "" : fields) + "]}}";

        assertThat(view(json).word()).isEqualTo(word);
    }

    @Test
    void aValueIsShownWhenItSaysMoreThanTheText() {
        AnswerView view = view("{'extraction':{'fields':[{'type':'PHONE','text':'555-0134','value':'+1-555-0134'},"
                + "{'type':'IP','text':'192.0.2.44','value':'192.0.2.44'}]}}");

        assertThat(view.details()).isEqualTo("PHONE 555-0134 = +1-555-0134 · IP 192.0.2.44");
    }

    @Test
    void aModerationWinsOverAnExtraction() {
        assertThat(view("{'extraction':{'fields':[]},'moderation':{'verdict':'allow'}}")
                        .word())
                .isEqualTo("allow");
    }

    @Test
    void aDeadLetterTellsReasonAndDetail() {
        assertThat(AnswerView.ofDeadLetter("too-large", "300000 bytes"))
                .isEqualTo(new AnswerView(Tone.BAD, "dead letter", "too-large: 300000 bytes"));
    }

    /// Anybody may publish on the topic of an answer.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "{}",
                "{'moderation':3}",
                "{'moderation':{}}",
                "{'moderation':{'verdict':''}}",
                "{'moderation':{'verdict':{}}}",
                "{'moderation':{'verdict':'allow','flagged':[{}]}}",
                "{'moderation':{'verdict':'allow','flagged':['a'],'scores':{'a':'high'}}}",
                "{'extraction':{'fields':[{'type':[],'text':'a'}]}}",
                "{'extraction':{'intent':{'name':{}},'fields':[{'text':{}}]}}"
            })
    void whatIsNoResultIsRefused(String json) {
        assertThatThrownBy(() -> view(json)).isInstanceOf(IllegalArgumentException.class);
    }

    /// JSON with single quotes, for the eye.
    private static AnswerView view(String json) {
        return AnswerView.ofResult(json.replace('\'', '"').getBytes(UTF_8));
    }
}
