// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;

/// Finds mail addresses. Immutable, thread-safe.
///
/// The library finds the candidate; this class cuts off what only the grammar of RFC 5322, not a reader, takes for a
/// part of the address (`to=ops@example.org`), and refuses what a mail server would.
final class EmailPattern implements Recognizer {
    private final LinkExtractor links = LinkExtractor.builder()
            .linkTypes(EnumSet.of(LinkType.EMAIL))
            .emailDomainMustHaveDot(true)
            .build();

    @Override
    public void find(Source source, List<PatternMatch> found) {
        if (source.folded().indexOf('@') < 0) {
            return;
        }
        for (LinkSpan link : links.extractLinks(source.folded())) {
            int at = source.folded().indexOf('@', link.getBeginIndex());
            int start = localPartStart(source, link.getBeginIndex(), at);
            String domain = source.folded().substring(at + 1, link.getEndIndex());
            if (start < at
                    && !isRemainder(source, start)
                    && !isRepositoryPath(source, link.getEndIndex())
                    && Domains.isMailDomain(domain)) {
                String local = source.folded().substring(start, at);
                found.add(new PatternMatch(
                        PatternType.EMAIL, start, link.getEndIndex(), local + "@" + domain.toLowerCase(Locale.ROOT)));
            }
        }
    }

    private static int localPartStart(Source source, int begin, int at) {
        int start = begin;
        for (int i = begin; i < at; i++) {
            if (isSeparator(source.at(i))) {
                start = i + 1;
            }
        }
        while (start < at && !source.wordAt(start)) {
            start++;
        }
        return start;
    }

    /// A character that is legal in a local part but stands before an address far more often. Scripts that put no
    /// space between words end there too.
    private static boolean isSeparator(char c) {
        return "!#$%&*/=?^`{|}~".indexOf(c) >= 0 || Character.isIdeographic(c) || isSyllabic(c);
    }

    private static boolean isSyllabic(char c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    /// True if the address is what is left of a malformed one, such as `b@x.org` of `a..b@x.org`.
    private static boolean isRemainder(Source source, int start) {
        char before = source.at(start - 1);
        return before == '.' || before == '@' || before == '+';
    }

    /// True for `git@host:group/project`, which is no address of a person.
    private static boolean isRepositoryPath(Source source, int end) {
        return source.at(end) == ':' && source.letterAt(end + 1);
    }
}
