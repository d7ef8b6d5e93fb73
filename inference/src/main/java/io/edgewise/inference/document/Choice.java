// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Enum constants as documents write them: lower case, words joined by hyphens.
public final class Choice {
    private Choice() {}

    /// As `day-first` for `DAY_FIRST`.
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException with the names there are
    public static <E extends Enum<E>> E parse(String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (name(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("unknown \"" + text + "\": " + Nearest.hint(text, names(type)));
    }

    /// As ` (one, another)`, the end of a description.
    public static String list(Class<? extends Enum<?>> type) {
        return " (" + String.join(", ", names(type)) + ")";
    }

    static List<String> names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Choice::name).toList();
    }
}
