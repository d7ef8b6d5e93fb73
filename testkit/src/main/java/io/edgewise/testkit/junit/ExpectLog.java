// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Announces a WARN or ERROR of ours to [LogProtector], by a part of its message.
///
/// On a method: the test logs it, and fails when it does not. On a class: any test of the class, a nested one
/// too, and `@BeforeAll` may log it.
@Documented
@Repeatable(ExpectLog.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ExpectLog {
    /// What the formatted message contains.
    String value();

    /// Several of them; the compiler writes it.
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {
        ExpectLog[] value();
    }
}
