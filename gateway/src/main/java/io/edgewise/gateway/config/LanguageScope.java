// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.language.LanguageCheck;

/// The languages of the texts that a step lets its model read.
public enum LanguageScope {
    /// Those that the bundle declares; what is surely in another is answered without the model.
    DECLARED,
    /// All: the model answers whatever the language.
    ANY;

    /// What tells texts in other languages.
    public LanguageCheck check(BundleDescriptor bundle) {
        return this == ANY ? LanguageCheck.ANY : LanguageCheck.of(bundle.languages());
    }
}
