// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;

/// Finds addresses: with a known scheme, with `www.`, and bare names with an ending that no word has.
/// Immutable, thread-safe.
final class UrlPattern implements Recognizer {
    private static final Set<String> SCHEMES = WordSet.of(
            "http https ftp ftps sftp ssh ws wss mqtt mqtts coap coaps opc.tcp rtsp rtsps tcp udp ldap", "ldaps");
    private static final String ASSUMED = "http://";
    private static final int LONGEST = 2048;

    private final LinkExtractor links = LinkExtractor.builder()
            .linkTypes(EnumSet.of(LinkType.URL, LinkType.WWW))
            .build();

    @Override
    public void find(Source source, List<PatternMatch> found) {
        // In lower case, because the library knows "www." only so.
        String lower = source.lower();
        if (lower.contains("://") || lower.contains("www.")) {
            for (LinkSpan link : links.extractLinks(lower)) {
                add(source, link, found);
            }
        }
        findBare(source, found);
    }

    private static void add(Source source, LinkSpan link, List<PatternMatch> found) {
        int start = link.getBeginIndex();
        int end = link.getEndIndex();
        if (end - start > LONGEST) {
            return;
        }
        String written = source.folded().substring(start, end);
        if (link.getType() == LinkType.WWW) {
            if (Domains.isMailDomain(host(source.lower().substring(start, end)))) {
                found.add(new PatternMatch(PatternType.URL, start, end, ASSUMED + written));
            }
            return;
        }
        int colon = written.indexOf("://");
        String scheme = source.lower().substring(start, start + colon);
        if (SCHEMES.contains(scheme) && hasHost(written.substring(colon + 3))) {
            found.add(new PatternMatch(PatternType.URL, start, end, written));
        }
    }

    /// True if the part after `://` begins with a host that can exist. One name without a dot is a host in a
    /// plant, but also a slip of the keyboard, so that a port or a path has to follow.
    private static boolean hasHost(String rest) {
        String host = host(rest);
        boolean more = host.length() < rest.length();
        if (host.startsWith("[")) {
            return host.endsWith("]") && IpPattern.canonical(host.substring(1, host.length() - 1)) != null;
        }
        boolean numeric = host.chars().allMatch(c -> c == '.' || Source.isDigit((char) c));
        if (numeric) {
            return IpPattern.canonical(host) != null;
        }
        return Domains.isHostName(host) && (host.indexOf('.') > 0 || more || host.equalsIgnoreCase("localhost"));
    }

    private static String host(String rest) {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(rest.lastIndexOf('@', end - 1) + 1, end);
        int bracket = authority.indexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    private void findBare(Source source, List<PatternMatch> found) {
        String lower = source.lower();
        int from = 0;
        for (int dot = lower.indexOf('.'); dot >= 0; dot = lower.indexOf('.', Math.max(from, dot + 1))) {
            if (!source.letterAt(dot + 1) || !source.wordAt(dot - 1)) {
                continue;
            }
            int start = dot;
            while (start > from && isNameCharacter(source.at(start - 1))) {
                start--;
            }
            int end = dot;
            while (isNameCharacter(source.at(end))) {
                end++;
            }
            from = end;
            if (!isGlued(source, start, end)) {
                addBare(source, start, end, found);
            }
        }
    }

    private void addBare(Source source, int start, int end, List<PatternMatch> found) {
        int nameEnd = end;
        while (nameEnd > start && !source.wordAt(nameEnd - 1)) {
            nameEnd--;
        }
        boolean withPath = source.at(nameEnd) == '/' && source.wordAt(nameEnd + 1);
        if (nameEnd - start > 253 || !Domains.isBareAddress(source.lower().substring(start, nameEnd), withPath)) {
            return;
        }
        String piece = ASSUMED + source.folded().substring(start, Math.min(source.length(), start + LONGEST));
        Iterator<LinkSpan> spans = links.extractLinks(piece).iterator();
        if (spans.hasNext()) {
            LinkSpan link = spans.next();
            if (link.getBeginIndex() == 0) {
                String url = piece.substring(0, link.getEndIndex());
                found.add(new PatternMatch(PatternType.URL, start, start + url.length() - ASSUMED.length(), url));
            }
        }
    }

    private static boolean isNameCharacter(char c) {
        return c == '.' || c == '-' || Character.isLetterOrDigit(c);
    }

    /// True if the name is part of a mail address, a path or a name of code.
    private static boolean isGlued(Source source, int start, int end) {
        return "@/\\_#&".indexOf(source.at(start - 1)) >= 0 || "@_\\(".indexOf(source.at(end)) >= 0;
    }
}
