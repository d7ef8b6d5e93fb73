// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds IPv4 and IPv6 addresses; port, prefix length and zone stay outside the match. Immutable, thread-safe.
///
/// A dotted quad after a word such as "version" is none, nor is one with leading zeros, which some systems read as
/// octal (RFC 6943 section 3.1.1).
final class IpPattern implements Recognizer {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 45;
    private static final Set<String> NUMBERED = WordSet.of(
            "v ver version firmware fw software sw release build rev revision section sec chapter clause",
            "paragraph para update patch driver kernel oid");
    private static final Set<String> NETWORK =
            WordSet.of("ip ipv6 ipv4 inet6 address addr host ping gateway server dns node");

    @Override
    public void find(Source source, List<PatternMatch> found) {
        if (source.digits() == 0) {
            return;
        }
        int at = 0;
        while (at < source.length()) {
            int end = at;
            int dots = 0;
            int colons = 0;
            while (isAddressCharacter(source.at(end))) {
                dots += source.at(end) == '.' ? 1 : 0;
                colons += source.at(end) == ':' ? 1 : 0;
                end++;
            }
            if (end - at >= SHORTEST && (dots >= 3 || colons >= 2)) {
                addRun(source, at, end, found);
            }
            at = end + 1;
        }
    }

    /// A run of the characters of addresses: the address itself, or one with a port or the end of a sentence
    /// after it.
    private static void addRun(Source source, int runStart, int end, List<PatternMatch> found) {
        if (end - runStart > LONGEST + 8 || isGlued(source, runStart, end)) {
            return;
        }
        int start = withoutIndent(source, runStart, end);
        int last = end;
        while (last > start && (source.at(last - 1) == '.' || endsWithLoneColon(source, start, last))) {
            last--;
        }
        String run = source.folded().substring(start, last);
        int colon = run.indexOf(':');
        if (colon > 0 && colon == run.lastIndexOf(':')) {
            run = run.substring(0, colon);
        }
        String value = canonical(run);
        if (value != null && isMeant(source, start, run)) {
            found.add(new PatternMatch(PatternType.IP, start, start + run.length(), value));
        }
    }

    /// `::1.2.3.4` is an IPv4 address after a mark of indentation: as IPv6 that form is withdrawn (RFC 4291 section
    /// 2.5.5.1).
    private static int withoutIndent(Source source, int start, int end) {
        int at = start;
        while (at < end && source.at(at) == ':') {
            at++;
        }
        String rest = source.folded().substring(at, end);
        return rest.indexOf('.') > 0 && rest.indexOf(':') < 0 ? at : start;
    }

    private static boolean endsWithLoneColon(Source source, int start, int end) {
        return source.at(end - 1) == ':' && (end - 2 < start || source.at(end - 2) != ':');
    }

    /// True if the run is a piece of a longer word, number or path.
    private static boolean isGlued(Source source, int start, int end) {
        char before = source.at(start - 1);
        char after = source.at(end);
        return source.wordAt(start - 1)
                || source.wordAt(end)
                || "-/@\\#".indexOf(before) >= 0
                || (after == '-' && source.wordAt(end + 1))
                || after == '@';
    }

    private static boolean isMeant(Source source, int start, String run) {
        if (run.indexOf(':') < 0) {
            return !Cues.before(source, start, 2).within(NUMBERED);
        }
        // "10::30" is a slip in a clock time and "dead::beef" a name in a program, unless the text talks of
        // networks.
        boolean plain = run.chars().anyMatch(c -> Source.isDigit((char) c))
                && (run.length() > 7 || run.indexOf(':') > 2 || run.startsWith("::"));
        return plain || Cues.before(source, start, 6).within(NETWORK);
    }

    private static boolean isAddressCharacter(char c) {
        return Source.isDigit(c) || c == '.' || c == ':' || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /// The canonical text of an address (RFC 5952 for IPv6), null if it is none.
    static @Nullable String canonical(String address) {
        if (address.length() > LONGEST) {
            return null;
        }
        if (address.indexOf(':') < 0) {
            return Ipv4Text.isAddress(address) ? address : null;
        }
        return Ipv6Text.isAddress(address) ? Ipv6Text.canonical(address) : null;
    }
}
