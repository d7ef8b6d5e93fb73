// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Decides whether a unit that is also a letter or a word is meant as a unit. Immutable.
///
/// `line 3 a` is no current, `gate 4C` no temperature, `5 in the morning` no length, `the 90s` no time: in doubt, no.
final class ShortUnits {
    private static final Set<String> CAPITALS = Set.of("M", "S", "H", "MS", "MA", "ML", "MG", "KA");
    private static final Set<String> INCH_NOUNS = WordSet.of(
            "pipe hose bolt bolts thick wide long deep high diameter dia x valve tube tubing fitting",
            "screw nut flange belt gasket by of od id bsp npt");
    private static final Set<String> AFTER_AMPERES = WordSet.of(
            "fuse fuses breaker breakers circuit supply current load rated max min motor peak rms dc ac at and or to for per in");
    private static final Set<String> FEET = Set.of("ft", "foot", "feet");
    private static final Set<String> NOT_METRES = WordSet.of(
            "ago later left people users views dollars euros pounds usd eur timeout delay wait run",
            "interval break followers subscribers tokens rows records");
    private static final Set<String> DECADES = WordSet.of("the mid early late his her my your their");
    private static final Set<String> BEFORE_SECONDS =
            WordSet.of("for after in every within wait of hold delay timeout than to at");
    private static final Set<String> NOT_AFTER_INCHES = WordSet.of(
            "order the a an my our this that total all one each every which case fact front general his",
            "her their your and it its");
    private static final BigDecimal HOTTEST = BigDecimal.valueOf(2000);

    private ShortUnits() {}

    static boolean accepts(Source source, Numeral number, Unit.Found unit) {
        String spelling = source.folded().substring(unit.start(), unit.end());
        if (CAPITALS.contains(spelling)
                && (!source.inCapitals() || (spelling.length() == 1 && unit.start() > number.end()))) {
            return false;
        }
        String next = source.tokens().word(source.tokens().indexAt(unit.end()));
        return switch (spelling.length() > 2 ? spelling.toLowerCase(Locale.ROOT) : spelling) {
            case "in" -> isInch(source, number, unit, next);
            case "pound", "pounds" -> !mentionsMoney(source);
            case "bars" -> !next.equals("of") && !next.equals("left");
            case "day", "year", "bit" -> !number.inWords() || number.value().compareTo(BigDecimal.ONE) != 0;
            default -> spelling.length() > 1 || isLetterUnit(source, number, unit, next);
        };
    }

    /// "Convert one pound to dollars": whether a pound is a weight or money, only the rest of the text tells.
    private static boolean mentionsMoney(Source source) {
        String lower = source.lower();
        return lower.contains("dollar")
                || lower.contains("euro")
                || lower.contains("currency")
                || lower.contains("exchange rate");
    }

    private static boolean isInch(Source source, Numeral number, Unit.Found unit, String next) {
        boolean glued = unit.start() == number.end();
        boolean exact = number.value().stripTrailingZeros().scale() > 0
                && !NOT_AFTER_INCHES.contains(next)
                && !source.tokens().isNumber(source.tokens().indexAt(unit.end()));
        boolean afterFeet = FEET.contains(Cues.before(source, number.start(), 1).nearest());
        return (exact || !Labels.standBefore(source, number.start()))
                && (glued || exact || afterFeet || INCH_NOUNS.contains(next));
    }

    private static boolean isLetterUnit(Source source, Numeral number, Unit.Found unit, String next) {
        char letter = source.at(unit.start());
        if (!Character.isLetter(letter) || letter == 'Ω') {
            return true;
        }
        boolean glued = unit.start() == number.end();
        if (number.inWords()
                || (number.whole() && Labels.standBefore(source, number.start()))
                || isContinued(source, letter, unit.end())) {
            return false;
        }
        return switch (letter) {
            case 'C' -> isTemperature(number, 10);
            case 'F' -> isTemperature(number, 20);
            case 'A' -> glued || (!source.inCapitals() && (next.isEmpty() || AFTER_AMPERES.contains(next)));
            case 'v' -> glued;
            case 'g' -> !glued || !isGeneration(number);
            case 'K' -> !number.whole();
            case 'm', 'M' -> !NOT_METRES.contains(next);
            case 's', 'S' -> !glued || isSeconds(source, number);
            default -> true;
        };
    }

    /// True if more of the word follows: `12 A.M.`, `3 V-belts`, `5 m's`, `3 A/C units`.
    private static boolean isContinued(Source source, char letter, int end) {
        // "5V/2A" are two amounts, "0.5L/100km" is a rate that the dictionary does not have.
        boolean next = source.at(end) == '/' && source.digitAt(end + 1) && "VAW".indexOf(letter) >= 0;
        return !next && "-.'/&+".indexOf(source.at(end)) >= 0 && source.wordAt(end + 1);
    }

    private static boolean isTemperature(Numeral number, int least) {
        boolean bare = number.whole();
        return number.value().abs().compareTo(HOTTEST) <= 0
                && (!bare || number.value().compareTo(BigDecimal.valueOf(least)) >= 0);
    }

    /// True for the generations of mobile networks.
    private static boolean isGeneration(Numeral number) {
        return number.whole() && number.value().compareTo(BigDecimal.valueOf(6)) <= 0;
    }

    /// False for the plural of a number: "the 90s", "two Model 4s".
    private static boolean isSeconds(Source source, Numeral number) {
        if (!number.whole()) {
            return true;
        }
        List<String> before = Cues.before(source, number.start(), 2).words();
        String nearest = before.isEmpty() ? "" : before.getFirst();
        if (number.value().compareTo(BigDecimal.TEN) < 0) {
            return BEFORE_SECONDS.contains(nearest);
        }
        boolean second =
                before.size() > 1 && nearest.equals("and") && before.getLast().equals("s");
        boolean round = number.value().remainder(BigDecimal.TEN).signum() == 0;
        boolean year = number.value().compareTo(BigDecimal.valueOf(1000)) >= 0;
        return !round || !(year || second || DECADES.contains(nearest));
    }
}
