// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.CreditCardValidator.CreditCardRange;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.junit.jupiter.api.Test;

/// Against the validators of Apache Commons, on numbers that are right, nearly right, and random.
class CheckDigitsTest {
    private static final int TRIES = 2_000;
    private static final CreditCardValidator CARDS = new CreditCardValidator(new CreditCardRange[] {
        new CreditCardRange("4", null, 16, 16),
        new CreditCardRange("51", "55", 16, 16),
        new CreditCardRange("2221", "2720", 16, 16),
        new CreditCardRange("34", null, 15, 15),
        new CreditCardRange("37", null, 15, 15),
        new CreditCardRange("6011", null, 16, 16),
        new CreditCardRange("644", "65", 16, 16),
        new CreditCardRange("300", "305", 14, 14),
        new CreditCardRange("3095", null, 14, 14),
        new CreditCardRange("36", null, 14, 14),
        new CreditCardRange("38", "39", 14, 14),
        new CreditCardRange("3528", "3589", 16, 16),
    });

    private final Random random = new Random(25);

    private String from(String characters, int length) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, characters.length()).forEach(i -> text.append(characters.charAt(i)));
        return text.toString();
    }

    private String changed(String text, String characters) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + from(characters, 1) + text.substring(at + 1);
    }

    @Test
    void luhnDigitsAreThoseOfTheReference() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            // The reference refuses to calculate for zeros alone.
            String digits = "7" + from("0123456789", random.nextInt(20));
            String right = digits + LuhnCheckDigit.LUHN_CHECK_DIGIT.calculate(digits);
            assertThat(CheckDigits.luhn(right)).as(right).isTrue();
            String other = changed(right, "0123456789");
            assertThat(CheckDigits.luhn(other)).as(other).isEqualTo(LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(other));
        }
    }

    /// Every range of every issuer begins and ends within the first four digits.
    @Test
    void cardsAreThoseOfTheReference() throws Exception {
        int valid = 0;
        for (int first = 1; first < 10_000; first++) {
            for (int length = 13; length <= 17; length++) {
                String digits = String.format(Locale.ROOT, "%04d", first) + "1".repeat(length - 5);
                String card = digits + LuhnCheckDigit.LUHN_CHECK_DIGIT.calculate(digits);
                assertThat(CardIssuers.isValid(card)).as(card).isEqualTo(CARDS.isValid(card));
                valid += CardIssuers.isValid(card) ? 1 : 0;
            }
        }
        assertThat(valid).isBetween(1_000, 5_000);
        assertThat(CardIssuers.isValid("4111111111111111")).isTrue();
        assertThat(CardIssuers.isValid("4111111111111112")).isFalse();
    }

    @Test
    void ibansOfEveryCountryAreThoseOfTheReference() {
        int countries = 0;
        for (int i = 0; i < 26 * 26; i++) {
            String country = "" + (char) ('A' + i / 26) + (char) ('A' + i % 26);
            IBANValidator.Validator format = IBANValidator.getInstance().getValidator(country);
            assertThat(IbanRegistry.length(country)).as(country).isEqualTo(format == null ? 0 : format.getIbanLength());
            if (format != null) {
                countries++;
                compareIbans(country);
            }
        }
        assertThat(countries).isGreaterThan(100);
    }

    /// A digit, a capital and another character in each place.
    private static void compareIbans(String country) {
        String rest = IbanRegistry.structure(country)
                .replace('n', '7')
                .replace('a', 'K')
                .replace('c', 'X');
        assertThat(IBANValidator.getInstance().isValid(withCheckDigits(country, rest)))
                .as(country)
                .isTrue();
        for (int at = 0; at < rest.length(); at++) {
            for (String other : List.of("1", "A", "a", "-", "")) {
                String iban = withCheckDigits(country, rest.substring(0, at) + other + rest.substring(at + 1));
                boolean valid = IBANValidator.getInstance().isValid(iban);
                assertThat(IbanRegistry.isValid(iban)).as(iban).isEqualTo(valid);
                // Another number with the same check digits is a slip.
                String slip = iban.substring(0, 4) + iban.substring(5) + "1";
                assertThat(IbanRegistry.isValid(slip))
                        .as(slip)
                        .isEqualTo(IBANValidator.getInstance().isValid(slip));
            }
        }
    }

    private static String withCheckDigits(String country, String rest) {
        String capitals = rest.toUpperCase(Locale.ROOT).replace("-", "");
        int check = 98 - CheckDigits.mod97(capitals + country + "00");
        return country + String.format(Locale.ROOT, "%02d", check) + rest;
    }

    @Test
    void addressesAreThoseOfTheReference() {
        InetAddressValidator reference = InetAddressValidator.getInstance();
        int valid = 0;
        for (int i = 0; i < 5 * TRIES; i++) {
            String four = from("0125", 1 + random.nextInt(3)) + "." + from("0125", 1 + random.nextInt(3)) + "."
                    + from("01256.", 1 + random.nextInt(4)) + "." + from("0125.", random.nextInt(4));
            assertThat(Ipv4Text.isAddress(four)).as(four).isEqualTo(reference.isValidInet4Address(four));
            String six = six();
            valid += Ipv6Text.isAddress(six) ? 1 : 0;
            // Eight groups and a gap of none are no address (RFC 4291 section 2.2); the reference takes them.
            boolean gapOfNone = six.contains("::")
                    && six.replace("::", ":").replaceAll("^:|:$", "").split(":").length == 8;
            if (!gapOfNone) {
                assertThat(Ipv6Text.isAddress(six)).as(six).isEqualTo(reference.isValidInet6Address(six));
            }
        }
        assertThat(valid).isGreaterThan(TRIES / 2);
    }

    private String six() {
        StringBuilder text = new StringBuilder();
        int groups = 5 + random.nextInt(5);
        for (int group = 0; group < groups; group++) {
            text.append(group == 0 ? "" : ":").append(from("0af9", random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4)));
        }
        return random.nextInt(4) == 0 ? text + ":10.0.0." + random.nextInt(300) : text.toString();
    }
}
