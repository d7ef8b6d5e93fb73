// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.demo;

import java.util.ArrayList;
import java.util.List;

/// Texts in the cells of a terminal: wide characters are counted twice. They are printable
/// ([io.edgewise.inference.document.Printable]) before they come here.
final class Cells {
    private Cells() {}

    /// Cells that a text takes.
    static int width(String text) {
        return text.codePoints().map(Cells::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd)
                || Character.isEmojiPresentation(c);
        return wide ? 2 : 1;
    }

    /// The beginning of a text that fits, with an ellipsis when something was cut off.
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        return text.substring(0, fitting(text, width - 1)) + '…';
    }

    /// How many `char`s from the beginning fit; never half a character.
    private static int fitting(String text, int width) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            used += width(c);
            if (used > width) {
                return i;
            }
            i += Character.charCount(c);
        }
        return i;
    }

    /// Breaks a text at spaces into lines that fit; what does not fit into `most` lines is cut off.
    ///
    /// @return at least one line
    static List<String> wrap(String text, int width, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (width(rest) > width && lines.size() < most - 1) {
            int end = fitting(rest, width);
            int space = rest.lastIndexOf(' ', end);
            int at = space > width / 3 ? space : end;
            lines.add(rest.substring(0, at).stripTrailing());
            rest = rest.substring(at).stripLeading();
        }
        lines.add(cut(rest, width));
        return lines;
    }
}
