// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Map;
import java.util.TreeMap;

/// How the International Bank Account Numbers of each country look. Immutable.
///
/// Source: ISO 13616-1:2020, and the IBAN registry that SWIFT keeps for it (release 99).
final class IbanRegistry {
    /// Country and check digits.
    private static final int PREFIX = 4;

    /// What follows the check digits, in the registry's notation, and where: n decimal digits, a capital letters, c
    /// either.
    private static final String STRUCTURES = """
            11n NO
            12n BE
            14n AX DK FI FO GL SD
            2a12n FK
            4a10n NL
            15n SI
            3n10c2n MK
            16n AT BA EE LT MN XK
            3n13c KZ LU
            17n HR
            4a13c LV
            5n12c CH LI
            18n CR DE ME RS VA
            2a16n GE
            4a14c BH
            4a14n GB GG IE IM JE
            4a6n8c BG
            19n AE IL SO TL
            3n16c OM
            4a15c GI
            4a15n IQ
            20c MD
            20n CZ ES SE SK TN
            2n18c SA
            4a16c PK RO
            4a16n VG
            8n12c AD
            21n LY PT ST
            22n IS
            6n16c TR
            10n11c2n BL FR GF GP MC MF MQ NC PF PM RE TF WF YT
            1a10n12c IT SM
            23n BI DJ MR
            7n16c GR
            24c GT
            24n HU PL
            4a20c AZ
            4a20n HN NI SV
            4c20n DO
            4c4n16c BY
            4n20c LB
            8n16c AL CY
            23n1a1c BR
            25n EG
            4a21c PS QA
            6n19c UA
            4a19n3a MU
            4a22c KW
            4a4n18c JO YE
            4a20n3a SC
            4a5n18c MT
            4a24c LC
            14n15c RU
            """;

    /// By country: a letter of the notation for each character.
    private static final Map<String, String> BY_COUNTRY = read(STRUCTURES);

    private IbanRegistry() {}

    private static Map<String, String> read(String structures) {
        Map<String, String> byCountry = new TreeMap<>();
        structures.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            String each = spelledOut(words[0]);
            for (int i = 1; i < words.length; i++) {
                byCountry.put(words[i], each);
            }
        });
        return Map.copyOf(byCountry);
    }

    /// `4a2n` as `aaaann`.
    private static String spelledOut(String structure) {
        StringBuilder each = new StringBuilder();
        int count = 0;
        for (int i = 0; i < structure.length(); i++) {
            char c = structure.charAt(i);
            if (Source.isDigit(c)) {
                count = 10 * count + c - '0';
            } else {
                each.repeat(c, count);
                count = 0;
            }
        }
        return each.toString();
    }

    /// How many characters a number of a country has; 0 for a country without such numbers.
    ///
    /// @param country two capital letters
    static int length(String country) {
        String structure = structure(country);
        return structure.isEmpty() ? 0 : PREFIX + structure.length();
    }

    /// A letter of the notation for each character behind the check digits; nothing for a country without such
    /// numbers.
    static String structure(String country) {
        return BY_COUNTRY.getOrDefault(country, "");
    }

    /// Whether a number looks like its country's, and its check digits are right.
    ///
    /// @param iban without spaces, in capitals
    static boolean isValid(String iban) {
        if (iban.length() < PREFIX) {
            return false;
        }
        String structure = structure(iban.substring(0, 2));
        return fits(iban, structure) && CheckDigits.mod97(iban.substring(PREFIX) + iban.substring(0, PREFIX)) == 1;
    }

    private static boolean fits(String iban, String structure) {
        if (structure.isEmpty() || iban.length() != PREFIX + structure.length()) {
            return false;
        }
        boolean fits = Source.isDigit(iban.charAt(2)) && Source.isDigit(iban.charAt(3));
        for (int i = 0; i < structure.length(); i++) {
            char c = iban.charAt(PREFIX + i);
            boolean digit = Source.isDigit(c);
            boolean capital = c >= 'A' && c <= 'Z';
            fits &= switch (structure.charAt(i)) {
                case 'n' -> digit;
                case 'a' -> capital;
                default -> digit || capital;
            };
        }
        return fits;
    }
}
