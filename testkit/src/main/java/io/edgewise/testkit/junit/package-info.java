// SPDX-License-Identifier: Apache-2.0
/// Protectors: JUnit extensions that fail a test which logged what it did not announce, or which left threads behind.
///
/// They register themselves in every module that has the testkit on its test class path: the testkit's jar carries
/// `META-INF/services/org.junit.jupiter.api.extension.Extension` and a `junit-platform.properties` that turns the
/// detection on. A module with a `junit-platform.properties` of its own hides the testkit's: JUnit reads the first it
/// finds. Such a module adds the line `junit.jupiter.extensions.autodetection.enabled=true` to its own file.
@NullMarked
package io.edgewise.testkit.junit;

import org.jspecify.annotations.NullMarked;
