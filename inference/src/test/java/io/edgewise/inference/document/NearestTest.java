// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.document.Sample.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("toxic", "insult", "threat", "identity_hate");

    @ParameterizedTest
    @CsvSource({
        "insutl, insult",
        "inslt, insult",
        "insultt, insult",
        "treat, threat",
        "toxik, toxic",
        "identityhate, identity_hate",
        "identity-hat, identity_hate",
        "toxic, toxic",
        "spam, ''",
        "'', ''"
    })
    void aNameIsSuggestedWhenAThirdOfItsLettersMayDiffer(String typed, String suggestion) {
        assertThat(Nearest.to(typed, KNOWN).orElse("")).isEqualTo(suggestion);
    }

    @Test
    void theHintSaysWhatThereIs() {
        assertThat(Nearest.hint("toxik", KNOWN))
                .isEqualTo("did you mean \"toxic\"? (have: toxic, insult, threat, identity_hate)");
        assertThat(Nearest.hint("spam", KNOWN)).isEqualTo("(have: toxic, insult, threat, identity_hate)");
        assertThat(Nearest.hint("spam", List.of())).isEqualTo("(there are none)");
    }

    @Test
    void theNearestOneWinsAndOfTwoTheFirstInTheAlphabet() {
        assertThat(Nearest.to("bate", List.of("gate", "date", "bates"))).contains("bates");
        assertThat(Nearest.to("hate", List.of("gate", "date"))).contains("date");
    }

    @Test
    void constantsAreWrittenInLowerCaseWithHyphens() {
        assertThat(Choice.name(Mode.DAY_FIRST)).isEqualTo("day-first");
        assertThat(Choice.parse("month-first", Mode.class)).isEqualTo(Mode.MONTH_FIRST);
        assertThatThrownBy(() -> Choice.parse("month_first", Mode.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown \"month_first\": did you mean \"month-first\"? (have: day-first, month-first)");
    }
}
