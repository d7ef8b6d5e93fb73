// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Set;

/// What counts as a name of a host (RFC 1123, RFC 5890), and which names are one even without `http://`. Immutable.
final class Domains {
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;

    /// Endings that are no word of a language and no suffix of a file.
    private static final Set<String> BARE = Set.of("com", "org", "net", "edu", "gov", "mil", "biz", "eu");

    /// Countries whose code is no common English, Spanish or French word: after a missing space nothing looks like
    /// them.
    private static final Set<String> BARE_COUNTRIES = WordSet.of("au br ca ch cn cz de dk fr jp kr nl nz pl ru uk za");

    private static final Set<String> SECOND_LEVEL = Set.of("ac", "co", "com", "edu", "gov", "net", "org");

    private static final Set<String> PRODUCTS = Set.of("asp.net", "ado.net", "vb.net", "ml.net", "paint.net");

    private Domains() {}

    /// True if mail could be delivered to a name: labels well formed, and an ending of at least two letters.
    static boolean isMailDomain(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && isHostName(name) && isEnding(name.substring(dot + 1));
    }

    /// True if every label is well formed.
    static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (!isLabel(name, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    /// True if a name in lower case, found without scheme or `www.`, is meant as an address.
    ///
    /// @param withPath if a path follows the name, which makes it plainer
    static boolean isBareAddress(String name, boolean withPath) {
        int dot = name.lastIndexOf('.');
        if (dot <= 0 || !isHostName(name) || PRODUCTS.contains(name)) {
            return false;
        }
        String ending = name.substring(dot + 1);
        int secondDot = name.lastIndexOf('.', dot - 1);
        String beforeEnding = name.substring(secondDot + 1, dot);
        if (secondDot > 0 && ending.length() == 2 && isEnding(ending) && SECOND_LEVEL.contains(beforeEnding)) {
            return true;
        }
        if (beforeEnding.length() < (withPath ? 1 : 2) || !hasLetter(name, dot)) {
            return false;
        }
        return BARE.contains(ending) || (BARE_COUNTRIES.contains(ending) && (withPath || beforeEnding.length() > 3));
    }

    private static boolean isLabel(String name, int start, int end) {
        if (end <= start || end - start > LONGEST_LABEL || name.charAt(start) == '-' || name.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = name.charAt(i);
            // A surrogate is half of a letter of an internationalised name or of an emoji; both are legal there.
            if (c != '-' && !Character.isLetterOrDigit(c) && !Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEnding(String label) {
        if (label.startsWith("xn--")) {
            return label.length() > 5;
        }
        for (int i = 0; i < label.length(); i++) {
            if (!Character.isLetter(label.charAt(i))) {
                return false;
            }
        }
        return label.length() >= 2;
    }

    private static boolean hasLetter(String name, int end) {
        for (int i = 0; i < end; i++) {
            if (Character.isLetter(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
