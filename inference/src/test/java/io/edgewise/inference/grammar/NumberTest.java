// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every text of up to five characters of a number is taken just when it is a number in its range.
final class NumberTest {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final List<String> TEXTS = texts();

    private static List<String> texts() {
        List<String> all = new ArrayList<>();
        List<String> last = List.of("");
        for (int length = 1; length <= 5; length++) {
            List<String> next = new ArrayList<>();
            last.forEach(text -> "-.0123459".chars().forEach(c -> next.add(text + (char) c)));
            all.addAll(next);
            last = next;
        }
        return all;
    }

    private static boolean takes(Grammar grammar, String text) {
        return RegexTest.takes((Dfa) grammar.root(), text.getBytes(US_ASCII));
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() && !(text.startsWith("-") && new BigDecimal(text).signum() == 0);
    }

    private static void compare(String schema, Predicate<BigDecimal> inRange, boolean whole) {
        Grammar grammar = Grammar.ofJsonSchema(schema);
        for (String text : TEXTS) {
            boolean expected = isNumber(text) && !(whole && text.contains(".")) && inRange.test(new BigDecimal(text));
            if (takes(grammar, text) != expected) {
                assertThat(takes(grammar, text)).as("%s for %s", text, schema).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100",
        "-5, 5",
        "3, 3",
        "12, 345",
        "-345, -12",
        "-2.5, 13.45",
        "0.05, 0.5",
        "-0.5, -0.05",
        "99, 1000",
        "0, 0",
        "-1, 0",
        "1.999, 2.001",
        "-3, 90000",
        "10.0, 20.00",
        "1e1, 2.5e2"
    })
    void numbersAreWithinTheirLimits(String low, String high) {
        BigDecimal least = new BigDecimal(low);
        BigDecimal most = new BigDecimal(high);
        for (boolean whole : new boolean[] {true, false}) {
            String type = "{\"type\":\"" + (whole ? "integer" : "number") + "\"";
            if (!whole || least.setScale(0, RoundingMode.CEILING).compareTo(most) <= 0) {
                compare(
                        type + ",\"minimum\":" + low + ",\"maximum\":" + high + "}",
                        value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                        whole);
            }
        }
        if (least.compareTo(most) < 0) {
            compare(
                    "{\"type\":\"number\",\"exclusiveMinimum\":" + low + ",\"exclusiveMaximum\":" + high + "}",
                    value -> value.compareTo(least) > 0 && value.compareTo(most) < 0,
                    false);
        }
    }

    @Test
    void oneLimitIsEnough() {
        compare("{\"type\":\"integer\",\"minimum\":-12}", value -> value.compareTo(BigDecimal.valueOf(-12)) >= 0, true);
        compare(
                "{\"type\":\"integer\",\"exclusiveMaximum\":7}",
                value -> value.compareTo(BigDecimal.valueOf(7)) < 0,
                true);
        compare("{\"type\":\"number\"}", value -> true, false);
    }

    @Test
    void theTighterOfTwoLimitsCounts() {
        compare(
                "{\"type\":\"integer\",\"minimum\":3,\"exclusiveMinimum\":3,\"maximum\":9,\"exclusiveMaximum\":20}",
                value -> value.intValue() > 3 && value.intValue() <= 9,
                true);
    }

    @Test
    void digitsAreLimited() {
        Grammar open = Grammar.ofJsonSchema("{\"type\":\"number\"}");
        assertThat(takes(open, "-123456789.123456")).isTrue();
        assertThat(takes(open, "1234567890")).isFalse();
        assertThat(takes(open, "0.1234567")).isFalse();
        Grammar whole = Grammar.ofJsonSchema("{\"type\":\"integer\"}");
        assertThat(takes(whole, "-999999999999999")).isTrue();
        assertThat(takes(whole, "1000000000000000")).isFalse();
        Grammar fine = Grammar.ofJsonSchema("{\"type\":\"number\",\"minimum\":0.00000001,\"maximum\":1}");
        assertThat(takes(fine, "0.00000001")).isTrue();
        assertThat(takes(fine, "0.00000000")).isFalse();
        Random random = new Random(2);
        Grammar wide = Grammar.ofJsonSchema("{\"type\":\"integer\",\"minimum\":-1234567,\"maximum\":765432109}");
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong(-3_000_000_000L, 3_000_000_000L) / (1L << random.nextInt(30));
            assertThat(takes(wide, Long.toString(value))).isEqualTo(value >= -1_234_567 && value <= 765_432_109);
        }
    }
}
