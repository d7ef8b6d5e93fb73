// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.List;

/// How a character of a text becomes bytes.
enum Spelling {
    /// UTF-8.
    PLAIN {
        @Override
        CodePoints escaped() {
            return new CodePoints(List.of());
        }
    },
    /// UTF-8, and escapes as [JsonText] writes them.
    JSON {
        @Override
        CodePoints escaped() {
            return JsonText.ESCAPED;
        }
    };

    /// Characters that are not written as they are.
    abstract CodePoints escaped();
}
